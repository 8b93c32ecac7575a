export { persistentMessages } from './messages.ts';
export { isKind } from './persistent.ts';
export { PersistentList } from './persistent-list.tsx';
export { PersistentView } from './persistent-view.tsx';
