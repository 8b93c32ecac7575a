export { applicationMessages } from './messages.ts';
