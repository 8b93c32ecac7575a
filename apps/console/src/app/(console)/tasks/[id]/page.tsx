import { taskId } from '@damselfly/core';
import { TaskView, taskMessages } from '../../../../features/tasks/index.ts';
import { titled } from '../../../../i18n/request-locale.ts';

export const generateMetadata = titled(taskMessages, (t) => t.task);

export default async function TaskPage({ params }: { readonly params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <TaskView id={taskId(decodeURIComponent(id))} />;
}
