import { ProviderList, providerMessages } from '../../../features/identity-providers/index.ts';
import { titled } from '../../../i18n/request-locale.ts';

export const generateMetadata = titled(providerMessages, (t) => t.title);

export default function IdentityProvidersPage() {
  return <ProviderList />;
}
