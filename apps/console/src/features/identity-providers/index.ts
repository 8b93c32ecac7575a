export { providerMessages } from './messages.ts';
