export { GcView } from './gc-view.tsx';
export { gcMessages } from './messages.ts';
