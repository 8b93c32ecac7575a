import { persistentMessages } from '../../../features/persistent/index.ts';
import { titled } from '../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(persistentMessages, (t) => t.title);

export default function PersistentPage() {
  return <View />;
}
