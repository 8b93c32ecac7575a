import { profileMessages } from '../../../features/profile/index.ts';
import { titled } from '../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(profileMessages, (t) => t.title);

export default function ProfilePage() {
  return <View />;
}
