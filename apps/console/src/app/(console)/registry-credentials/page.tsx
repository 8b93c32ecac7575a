import { credentialMessages } from '../../../features/registry-credentials/index.ts';
import { titled } from '../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(credentialMessages, (t) => t.title);

export default function RegistryCredentialsPage() {
  return <View />;
}
