'use client';
import { pageView } from '../../../../ui/page-view.tsx';

export const View = pageView(() => import('../../../../features/roles/role-view.tsx').then((part) => part.NewRole));
