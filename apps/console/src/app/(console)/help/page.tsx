import { HelpView, helpMessages } from '../../../features/help/index.ts';
import { titled } from '../../../i18n/request-locale.ts';

export const generateMetadata = titled(helpMessages, (t) => t.title);

export default function HelpPage() {
  return <HelpView />;
}
