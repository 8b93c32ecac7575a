'use client';
import { pageView } from '../../../../ui/page-view.tsx';

export const View = pageView(() => import('../../../../features/hosts/host-view.tsx').then((part) => part.HostView));
