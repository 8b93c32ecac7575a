import { HostList, hostMessages } from '../../../features/hosts/index.ts';
import { titled } from '../../../i18n/request-locale.ts';

export const generateMetadata = titled(hostMessages, (t) => t.title);

export default function HostsPage() {
  return <HostList />;
}
