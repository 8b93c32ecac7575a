'use client';
import { pageView } from '../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../features/preheat/preheat-list.tsx').then((part) => part.PreheatList),
);
