export { webhookMessages } from './messages.ts';
export { WebhookList } from './webhook-list.tsx';
