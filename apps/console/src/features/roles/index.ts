export { roleMessages } from './messages.ts';
export { RoleList } from './role-list.tsx';
export { NewRole, RoleView } from './role-view.tsx';
