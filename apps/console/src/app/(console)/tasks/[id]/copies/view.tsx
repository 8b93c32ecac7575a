'use client';
import { pageView } from '../../../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../../../features/task-copies/task-copies.tsx').then((part) => part.TaskCopies),
);
