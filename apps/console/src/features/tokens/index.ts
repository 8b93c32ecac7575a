export { tokenMessages } from './messages.ts';
export { TokenList } from './token-list.tsx';
