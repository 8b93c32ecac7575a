'use client';
import { pageView } from '../../../ui/page-view.tsx';

export const View = pageView(() => import('../../../features/hosts/host-list.tsx').then((part) => part.HostList));
