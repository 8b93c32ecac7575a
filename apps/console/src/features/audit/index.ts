export { auditMessages } from './messages.ts';
