export { AuditView } from './audit-view.tsx';
export { auditMessages } from './messages.ts';
