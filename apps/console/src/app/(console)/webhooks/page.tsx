import { WebhookList, webhookMessages } from '../../../features/webhooks/index.ts';
import { titled } from '../../../i18n/request-locale.ts';

export const generateMetadata = titled(webhookMessages, (t) => t.title);

export default function WebhooksPage() {
  return <WebhookList />;
}
