'use client';
import { pageView } from '../../../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../../../features/swarm-map/swarm-map-view.tsx').then((part) => part.SwarmMapView),
);
