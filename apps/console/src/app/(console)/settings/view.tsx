'use client';
import { pageView } from '../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../features/settings/settings-view.tsx').then((part) => part.SettingsView),
);
