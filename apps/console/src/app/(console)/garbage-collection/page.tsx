import { gcMessages } from '../../../features/gc/index.ts';
import { titled } from '../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(gcMessages, (t) => t.title);

export default function GarbageCollectionPage() {
  return <View />;
}
