import { LandingFinder, settingsMessages } from '../../../../features/cluster-settings/index.ts';
import { titled } from '../../../../i18n/request-locale.ts';

export const generateMetadata = titled(settingsMessages, (t) => t.landing.title);

export default function LandingPage() {
  return <LandingFinder />;
}
