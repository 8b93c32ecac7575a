'use client';
import { pageView } from '../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../features/members/scheduler-list.tsx').then((part) => part.SchedulerList),
);
