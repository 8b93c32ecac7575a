import { TenantList, tenantMessages } from '../../../features/tenants/index.ts';
import { titled } from '../../../i18n/request-locale.ts';

export const generateMetadata = titled(tenantMessages, (t) => t.title);

export default function TenantsPage() {
  return <TenantList />;
}
