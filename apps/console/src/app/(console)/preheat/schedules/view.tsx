'use client';
import { pageView } from '../../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../../features/automation/schedule-list.tsx').then((part) => part.ScheduleList),
);
