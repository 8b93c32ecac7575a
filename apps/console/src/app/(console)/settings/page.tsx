import { settingsMessages } from '../../../features/settings/index.ts';
import { titled } from '../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(settingsMessages, (t) => t.title);

export default function SettingsPage() {
  return <View />;
}
