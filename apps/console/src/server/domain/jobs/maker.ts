import type { Viewer } from '../accounts/viewer.ts';

/** On whose behalf a job is made. */
export interface JobMaker extends Pick<Viewer, 'rules' | 'tenant'> {
  readonly userId: number | null;
  readonly apiTokenId?: number;
  readonly serviceAccountId?: number;
  readonly scheduleId?: number;
  readonly triggerId?: number;
}

export const makerOf = (viewer: Viewer): JobMaker => {
  const { rules, tenant, user } = viewer;
  const token = viewer.kind === 'token' ? viewer : undefined;
  return {
    ...{ rules, tenant, userId: user?.id ?? null },
    ...(token && { apiTokenId: token.token.id }),
    ...(token?.serviceAccount && { serviceAccountId: token.serviceAccount.id }),
  };
};
