import { AuditView, auditMessages } from '../../../features/audit/index.ts';
import { titled } from '../../../i18n/request-locale.ts';

export const generateMetadata = titled(auditMessages, (t) => t.title);

export default function AuditPage() {
  return <AuditView />;
}
