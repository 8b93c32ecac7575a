import { memberMessages, SchedulerList } from '../../../features/members/index.ts';
import { titled } from '../../../i18n/request-locale.ts';

export const generateMetadata = titled(memberMessages, (t) => t.schedulers.title);

export default function SchedulersPage() {
  return <SchedulerList />;
}
