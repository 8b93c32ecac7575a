'use client';
import { pageView } from '../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../features/identity-providers/provider-list.tsx').then((part) => part.ProviderList),
);
