export { quotaMessages } from './messages.ts';
export { QuotaView } from './quota-view.tsx';
