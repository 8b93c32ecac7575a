export { FormDrawer } from './form-drawer.tsx';
export { ListCard } from './list-card.tsx';
export { type LocalColumn, LocalList } from './local-list.tsx';
export { listingMessages } from './messages.ts';
export { RowMenu } from './row-menu.tsx';
export { useDone } from './use-done.ts';
export { useDrawer } from './use-drawer.ts';
