'use client';
import { pageView } from '../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../features/webhooks/webhook-list.tsx').then((part) => part.WebhookList),
);
