'use client';
import { pageView } from '../../../ui/page-view.tsx';

export const View = pageView(() => import('../../../features/audit/audit-view.tsx').then((part) => part.AuditView));
