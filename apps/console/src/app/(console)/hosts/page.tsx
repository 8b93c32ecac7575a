import { hostMessages } from '../../../features/hosts/index.ts';
import { titled } from '../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(hostMessages, (t) => t.title);

export default function HostsPage() {
  return <View />;
}
