'use client';
import { pageView } from '../../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../../features/preheat/preheat-view.tsx').then((part) => part.PreheatView),
);
