'use client';
import { pageView } from '../../../../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../../../../features/pull/pull-view.tsx').then((part) => part.PullView),
);
