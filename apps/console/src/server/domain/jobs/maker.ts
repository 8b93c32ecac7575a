import type { AccessRule } from '../access/access-rule.ts';
import type { Viewer } from '../accounts/viewer.ts';
import { type Author, authorOf } from '../audit/author.ts';

/** On whose behalf a job is made. */
export interface JobMaker extends Pick<Viewer, 'rules' | 'tenant'> {
  readonly userId: number | null;
  /** Whom the audit log names. */
  readonly author: Author;
  readonly apiTokenId?: number;
  readonly serviceAccountId?: number;
  readonly scheduleId?: number;
  readonly triggerId?: number;
}

export const makerOf = (viewer: Viewer): JobMaker => {
  const { rules, tenant, user } = viewer;
  const token = viewer.kind === 'token' ? viewer : undefined;
  return {
    ...{ rules, tenant, userId: user?.id ?? null, author: authorOf(viewer) },
    ...(token && { apiTokenId: token.token.id }),
    ...(token?.serviceAccount && { serviceAccountId: token.serviceAccount.id }),
  };
};

/** What a tenant itself may do without anybody asking: let work run on its clusters and the shared ones. */
export const tenantRules = (tenantId: string): readonly AccessRule[] => [
  { action: 'use', subject: 'SchedulerCluster', conditions: { tenantId: null } },
  { action: 'use', subject: 'SchedulerCluster', conditions: { tenantId } },
];
