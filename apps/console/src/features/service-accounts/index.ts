export { serviceAccountMessages } from './messages.ts';
