import { peopleMessages } from '../../../features/people/index.ts';
import { titled } from '../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(peopleMessages, (t) => t.title);

export default function UsersPage() {
  return <View />;
}
