'use client';
import { pageView } from '../../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../../features/automation/trigger-list.tsx').then((part) => part.TriggerList),
);
