'use client';
import { pageView } from '../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../features/service-accounts/service-account-list.tsx').then((part) => part.ServiceAccountList),
);
