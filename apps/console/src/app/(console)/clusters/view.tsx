'use client';
import { pageView } from '../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../features/clusters/cluster-list.tsx').then((part) => part.ClusterList),
);
