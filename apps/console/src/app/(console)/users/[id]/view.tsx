'use client';
import { pageView } from '../../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../../features/people/person-view.tsx').then((part) => part.PersonView),
);
