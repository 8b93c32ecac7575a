import { overviewMessages } from '../../features/overview/index.ts';
import { titled } from '../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(overviewMessages, (t) => t.title);

export default function OverviewPage() {
  return <View />;
}
