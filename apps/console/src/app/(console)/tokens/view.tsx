'use client';
import { pageView } from '../../../ui/page-view.tsx';

export const View = pageView(() => import('../../../features/tokens/token-list.tsx').then((part) => part.TokenList));
