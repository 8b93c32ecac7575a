import { providerMessages } from '../../../features/identity-providers/index.ts';
import { titled } from '../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(providerMessages, (t) => t.title);

export default function IdentityProvidersPage() {
  return <View />;
}
