import { TaskLists, TaskViewChoice, taskMessages } from '../../../features/tasks/index.ts';
import { requestMessages, titled } from '../../../i18n/request-locale.ts';
import { PageHeader } from '../../../ui/page-header.tsx';

export const generateMetadata = titled(taskMessages, (t) => t.title);

export default async function TasksPage() {
  const t = await requestMessages(taskMessages);
  return (
    <>
      <PageHeader title={t.title} note={t.note} actions={<TaskViewChoice />} />
      <TaskLists />
    </>
  );
}
