export { tenantMessages } from './messages.ts';
export { TenantList } from './tenant-list.tsx';
