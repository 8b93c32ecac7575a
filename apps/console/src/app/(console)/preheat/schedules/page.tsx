import { automationMessages } from '../../../../features/automation/index.ts';
import { titled } from '../../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(automationMessages, (t) => t.schedules.title);

export default function SchedulesPage() {
  return <View />;
}
