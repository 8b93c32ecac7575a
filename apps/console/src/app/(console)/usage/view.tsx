'use client';
import { pageView } from '../../../ui/page-view.tsx';

export const View = pageView(() => import('../../../features/quotas/quota-view.tsx').then((part) => part.QuotaView));
