'use client';
import { pageView } from '../../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../../features/cluster-settings/landing-finder.tsx').then((part) => part.LandingFinder),
);
