import { PersistentList, persistentMessages } from '../../../features/persistent/index.ts';
import { titled } from '../../../i18n/request-locale.ts';

export const generateMetadata = titled(persistentMessages, (t) => t.title);

export default function PersistentPage() {
  return <PersistentList />;
}
