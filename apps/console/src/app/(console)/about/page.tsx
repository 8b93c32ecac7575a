import { aboutMessages } from '../../../features/about/index.ts';
import { titled } from '../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(aboutMessages, (t) => t.title);

export default function AboutPage() {
  return <View />;
}
