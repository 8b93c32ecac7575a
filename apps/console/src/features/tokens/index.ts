export { tokenMessages } from './messages.ts';
