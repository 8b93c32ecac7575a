export type { GraphMessage, TaskGraphSource } from './model/graph-source.ts';
export type { RecordingSource } from './model/recording-source.ts';
export { LiveTask } from './ui/live-task.tsx';
