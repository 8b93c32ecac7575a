'use client';
import { pageView } from '../../../../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../../../../features/persistent/persistent-view.tsx').then((part) => part.PersistentView),
);
