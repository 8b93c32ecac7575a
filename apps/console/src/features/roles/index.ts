export { roleMessages } from './messages.ts';
