'use client';
import { pageView } from '../../../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../../../features/cluster-settings/cluster-history.tsx').then((part) => part.ClusterHistory),
);
