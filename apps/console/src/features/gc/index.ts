export { gcMessages } from './messages.ts';
