'use client';
import { pageView } from '../../../ui/page-view.tsx';

export const View = pageView(() => import('../../../features/tenants/tenant-list.tsx').then((part) => part.TenantList));
