import { helpMessages } from '../../../features/help/index.ts';
import { titled } from '../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(helpMessages, (t) => t.title);

export default function HelpPage() {
  return <View />;
}
