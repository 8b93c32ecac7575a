export { pullMessages } from './messages.ts';
export { PullView } from './pull-view.tsx';
