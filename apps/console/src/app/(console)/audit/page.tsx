import { auditMessages } from '../../../features/audit/index.ts';
import { titled } from '../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(auditMessages, (t) => t.title);

export default function AuditPage() {
  return <View />;
}
