import { automationMessages, TriggerList } from '../../../../features/automation/index.ts';
import { titled } from '../../../../i18n/request-locale.ts';

export const generateMetadata = titled(automationMessages, (t) => t.triggers.title);

export default function TriggersPage() {
  return <TriggerList />;
}
