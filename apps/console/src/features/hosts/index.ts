export { hostMessages } from './messages.ts';
