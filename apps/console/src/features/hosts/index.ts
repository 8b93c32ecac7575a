export { HostList } from './host-list.tsx';
export { HostView } from './host-view.tsx';
export { hostMessages } from './messages.ts';
