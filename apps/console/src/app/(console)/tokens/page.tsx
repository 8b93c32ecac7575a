import { tokenMessages } from '../../../features/tokens/index.ts';
import { titled } from '../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(tokenMessages, (t) => t.title);

export default function TokensPage() {
  return <View />;
}
