import { OverviewView, overviewMessages } from '../../features/overview/index.ts';
import { titled } from '../../i18n/request-locale.ts';

export const generateMetadata = titled(overviewMessages, (t) => t.title);

export default function OverviewPage() {
  return <OverviewView />;
}
