export { HarborGuide } from './harbor-guide.tsx';
export { automationMessages } from './messages.ts';
export { ScheduleList } from './schedule-list.tsx';
export { TriggerList } from './trigger-list.tsx';
