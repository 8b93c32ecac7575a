'use client';
import { pageView } from '../../ui/page-view.tsx';

export const View = pageView(() => import('../../features/gallery/gallery.tsx').then((part) => part.Gallery));
