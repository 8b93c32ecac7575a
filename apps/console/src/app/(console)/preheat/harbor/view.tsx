'use client';
import { pageView } from '../../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../../features/automation/harbor-guide.tsx').then((part) => part.HarborGuide),
);
