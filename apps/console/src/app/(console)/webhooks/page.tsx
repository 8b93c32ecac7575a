import { webhookMessages } from '../../../features/webhooks/index.ts';
import { titled } from '../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(webhookMessages, (t) => t.title);

export default function WebhooksPage() {
  return <View />;
}
