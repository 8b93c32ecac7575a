import { SettingsView, settingsMessages } from '../../../features/settings/index.ts';
import { titled } from '../../../i18n/request-locale.ts';

export const generateMetadata = titled(settingsMessages, (t) => t.title);

export default function SettingsPage() {
  return <SettingsView />;
}
