'use client';
import { pageView } from '../../../ui/page-view.tsx';

export const View = pageView(() => import('../../../features/about/about-view.tsx').then((part) => part.AboutView));
