import { type AccessRule, actions, type Conditions, type Reader, subjects } from '../access/access-rule.ts';
import type { Client } from '../access/client.ts';
import type { Grant, StoredRule, TenantRow, UserRow } from './stores.ts';

/** Somebody who asks: in which tenant, from where, and what that allows. */
interface Acting extends Reader {
  readonly tenant: TenantRow;
  /** Names of the roles that hold in this tenant. */
  readonly roles: readonly string[];
  readonly from: Client;
}

/** Somebody signed in. */
export interface SessionViewer extends Acting {
  readonly kind: 'session';
  readonly sessionId: string;
  readonly user: Pick<UserRow, 'id' | 'name' | 'mustChangePassword'>;
}

/** Whoever sends a token: a user's, or a service account's. */
export interface TokenViewer extends Acting {
  readonly kind: 'token';
  /** `clusterIds` are those it is bound to; none: all its tenant may use. The rules say so already. */
  readonly token: { readonly id: number; readonly name: string; readonly clusterIds: readonly number[] };
  readonly user?: Pick<UserRow, 'id' | 'name'>;
  readonly serviceAccount?: { readonly id: number; readonly name: string };
}

export type Viewer = SessionViewer | TokenViewer;

/** What anybody signed in may do with the own session, whatever the roles. */
export const ownSession: readonly AccessRule[] = [{ action: 'manage', subject: 'Session' }];

/** The grants that hold in a tenant: those of its memberships, and platform roles from anywhere. */
export const grantsIn = (tenantId: string, grants: readonly Grant[]): Grant[] =>
  grants.filter(({ scope, tenant }) => scope === 'platform' || tenant.id === tenantId);

/** The rules of grants for somebody in a tenant. Service accounts have no user id: what is a user's own is not for them. */
export const rulesIn = (tenantId: string, userId: number | undefined, grants: readonly Grant[]): AccessRule[] =>
  grantsIn(tenantId, grants).flatMap(({ rules }) => rules.flatMap((rule) => filled(rule, tenantId, userId)));

/** A permission as a rule, placeholders filled in; none when this version does not know its action or subject. */
export function filled(stored: StoredRule, tenantId: string, userId: number | undefined): AccessRule[] {
  const action = actions.find((known) => known === stored.action);
  const subject = subjects.find((known) => known === stored.subject);
  if (action === undefined || subject === undefined) return [];
  if (stored.conditions === undefined) return [{ action, subject }];
  const conditions: Record<string, Conditions[string]> = {};
  for (const [field, value] of Object.entries(stored.conditions)) {
    if (value === '$userId' && userId === undefined) return [];
    conditions[field] = value === '$tenantId' ? tenantId : value === '$userId' ? (userId ?? null) : value;
  }
  return [{ action, subject, conditions }];
}
