export { tenantMessages } from './messages.ts';
