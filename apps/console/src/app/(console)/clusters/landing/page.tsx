import { settingsMessages } from '../../../../features/cluster-settings/index.ts';
import { titled } from '../../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(settingsMessages, (t) => t.landing.title);

export default function LandingPage() {
  return <View />;
}
