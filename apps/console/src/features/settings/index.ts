export { settingsMessages } from './messages.ts';
