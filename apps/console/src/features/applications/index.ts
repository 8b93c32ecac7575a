export { ApplicationList } from './application-list.tsx';
export { applicationMessages } from './messages.ts';
