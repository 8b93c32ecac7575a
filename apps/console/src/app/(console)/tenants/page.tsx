import { tenantMessages } from '../../../features/tenants/index.ts';
import { titled } from '../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(tenantMessages, (t) => t.title);

export default function TenantsPage() {
  return <View />;
}
