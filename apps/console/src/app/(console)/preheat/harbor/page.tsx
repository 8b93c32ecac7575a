import { automationMessages, HarborGuide } from '../../../../features/automation/index.ts';
import { titled } from '../../../../i18n/request-locale.ts';

export const generateMetadata = titled(automationMessages, (t) => t.harbor.title);

export default function HarborPage() {
  return <HarborGuide />;
}
