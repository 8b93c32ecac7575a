export { FirstDownload } from './first-download.tsx';
export { taskMessages } from './messages.ts';
export type { Task } from './task.ts';
export { taskHref } from './task-href.ts';
export { TaskList } from './task-list.tsx';
export { taskName } from './task-name.ts';
export { taskProgress } from './task-progress.ts';
export { barTone, TaskTable } from './task-table.tsx';
export { TaskView } from './task-view.tsx';
