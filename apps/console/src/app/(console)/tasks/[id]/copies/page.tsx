import { taskId } from '@damselfly/core';
import { copiesMessages } from '../../../../../features/task-copies/index.ts';
import { titled } from '../../../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(copiesMessages, (t) => t.title);

export default async function TaskCopiesPage({ params }: { readonly params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <View id={taskId(decodeURIComponent(id))} />;
}
