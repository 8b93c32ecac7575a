import { applicationMessages } from '../../../features/applications/index.ts';
import { titled } from '../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(applicationMessages, (t) => t.title);

export default function ApplicationsPage() {
  return <View />;
}
