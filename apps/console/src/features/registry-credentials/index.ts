export { credentialMessages } from './messages.ts';
