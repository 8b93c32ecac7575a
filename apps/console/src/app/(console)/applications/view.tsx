'use client';
import { pageView } from '../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../features/applications/application-list.tsx').then((part) => part.ApplicationList),
);
