export { automationMessages } from './messages.ts';
