import { memberMessages } from '../../../features/members/index.ts';
import { titled } from '../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(memberMessages, (t) => t.seedPeers.title);

export default function SeedPeersPage() {
  return <View />;
}
