export { webhookMessages } from './messages.ts';
