'use client';
import { pageView } from '../../../ui/page-view.tsx';

export const View = pageView(() => import('../../../features/gc/gc-view.tsx').then((part) => part.GcView));
