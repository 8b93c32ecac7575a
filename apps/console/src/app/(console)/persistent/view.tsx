'use client';
import { pageView } from '../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../features/persistent/persistent-list.tsx').then((part) => part.PersistentList),
);
