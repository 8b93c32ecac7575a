'use client';
import { pageView } from '../../../ui/page-view.tsx';

export const View = pageView(() => import('../../../features/help/help-view.tsx').then((part) => part.HelpView));
