import { taskId } from '@damselfly/core';
import type { Metadata } from 'next';
import { TaskView } from '../../../../features/tasks/index.ts';

export const metadata: Metadata = { title: 'Task' };

export default async function TaskPage({ params }: { readonly params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <TaskView id={taskId(decodeURIComponent(id))} />;
}
