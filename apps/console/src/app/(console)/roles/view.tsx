'use client';
import { pageView } from '../../../ui/page-view.tsx';

export const View = pageView(() => import('../../../features/roles/role-list.tsx').then((part) => part.RoleList));
