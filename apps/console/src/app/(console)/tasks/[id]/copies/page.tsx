import { taskId } from '@damselfly/core';
import { copiesMessages, TaskCopies } from '../../../../../features/task-copies/index.ts';
import { titled } from '../../../../../i18n/request-locale.ts';

export const generateMetadata = titled(copiesMessages, (t) => t.title);

export default async function TaskCopiesPage({ params }: { readonly params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <TaskCopies id={taskId(decodeURIComponent(id))} />;
}
