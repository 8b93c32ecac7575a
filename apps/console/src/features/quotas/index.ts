export { quotaMessages } from './messages.ts';
