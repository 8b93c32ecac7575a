import { ProfileView, profileMessages } from '../../../features/profile/index.ts';
import { titled } from '../../../i18n/request-locale.ts';

export const generateMetadata = titled(profileMessages, (t) => t.title);

export default function ProfilePage() {
  return <ProfileView />;
}
