import { ServiceAccountList, serviceAccountMessages } from '../../../features/service-accounts/index.ts';
import { titled } from '../../../i18n/request-locale.ts';

export const generateMetadata = titled(serviceAccountMessages, (t) => t.title);

export default function ServiceAccountsPage() {
  return <ServiceAccountList />;
}
