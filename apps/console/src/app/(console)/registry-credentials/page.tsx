import { CredentialList, credentialMessages } from '../../../features/registry-credentials/index.ts';
import { titled } from '../../../i18n/request-locale.ts';

export const generateMetadata = titled(credentialMessages, (t) => t.title);

export default function RegistryCredentialsPage() {
  return <CredentialList />;
}
