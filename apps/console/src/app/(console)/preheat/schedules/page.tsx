import { automationMessages, ScheduleList } from '../../../../features/automation/index.ts';
import { titled } from '../../../../i18n/request-locale.ts';

export const generateMetadata = titled(automationMessages, (t) => t.schedules.title);

export default function SchedulesPage() {
  return <ScheduleList />;
}
