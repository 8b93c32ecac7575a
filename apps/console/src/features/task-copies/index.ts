export { copiesMessages } from './messages.ts';
