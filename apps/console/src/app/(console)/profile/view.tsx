'use client';
import { pageView } from '../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../features/profile/profile-view.tsx').then((part) => part.ProfileView),
);
