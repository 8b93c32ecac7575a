import { serviceAccountMessages } from '../../../features/service-accounts/index.ts';
import { titled } from '../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(serviceAccountMessages, (t) => t.title);

export default function ServiceAccountsPage() {
  return <View />;
}
