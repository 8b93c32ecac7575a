import { quotaMessages } from '../../../features/quotas/index.ts';
import { titled } from '../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(quotaMessages, (t) => t.title);

export default function UsagePage() {
  return <View />;
}
