export type { GraphMessage, TaskGraphSource } from './model/graph-source.ts';
export { LiveTask, type LiveTaskProps } from './ui/live-task.tsx';
