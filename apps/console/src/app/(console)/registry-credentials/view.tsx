'use client';
import { pageView } from '../../../ui/page-view.tsx';

export const View = pageView(() =>
  import('../../../features/registry-credentials/credential-list.tsx').then((part) => part.CredentialList),
);
