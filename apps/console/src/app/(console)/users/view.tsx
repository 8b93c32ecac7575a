'use client';
import { pageView } from '../../../ui/page-view.tsx';

export const View = pageView(() => import('../../../features/people/people-list.tsx').then((part) => part.PeopleList));
