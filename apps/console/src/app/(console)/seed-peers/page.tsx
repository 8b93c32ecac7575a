import { memberMessages, SeedPeerList } from '../../../features/members/index.ts';
import { titled } from '../../../i18n/request-locale.ts';

export const generateMetadata = titled(memberMessages, (t) => t.seedPeers.title);

export default function SeedPeersPage() {
  return <SeedPeerList />;
}
