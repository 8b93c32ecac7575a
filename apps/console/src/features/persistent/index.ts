export { persistentMessages } from './messages.ts';
export { isKind } from './persistent.ts';
