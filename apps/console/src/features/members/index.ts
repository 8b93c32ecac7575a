export { memberMessages } from './messages.ts';
export { SchedulerList } from './scheduler-list.tsx';
export { SeedPeerList } from './seed-peer-list.tsx';
