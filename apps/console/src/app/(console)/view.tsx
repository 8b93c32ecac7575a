'use client';
import { pageView } from '../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../features/overview/overview-view.tsx').then((part) => part.OverviewView),
);
