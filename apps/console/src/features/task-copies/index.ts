export { copiesMessages } from './messages.ts';
export { TaskCopies } from './task-copies.tsx';
