'use client';
import { pageView } from '../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../features/members/seed-peer-list.tsx').then((part) => part.SeedPeerList),
);
