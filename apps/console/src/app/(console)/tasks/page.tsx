import type { Metadata } from 'next';
import { TaskList } from '../../../features/tasks/index.ts';
import { PageHeader } from '../../../ui/page-header.tsx';

export const metadata: Metadata = { title: 'Tasks' };

export default function TasksPage() {
  return (
    <>
      <PageHeader title="Tasks" note="Everything that schedulers distribute or remember." />
      <TaskList />
    </>
  );
}
