export { profileMessages } from './messages.ts';
