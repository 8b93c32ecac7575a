export { pullMessages } from './messages.ts';
