export { memberMessages } from './messages.ts';
