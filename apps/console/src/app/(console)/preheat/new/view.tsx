'use client';
import { pageView } from '../../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../../features/preheat/new-preheat.tsx').then((part) => part.NewPreheat),
);
