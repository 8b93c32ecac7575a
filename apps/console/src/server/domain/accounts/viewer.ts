import { type AccessRule, actions, type Conditions, subjects } from '../access/access-rule.ts';
import type { Grant, TenantRow, UserRow } from './stores.ts';

/** Somebody signed in: who, in which tenant, and what that allows. */
export interface Viewer {
  readonly sessionId: string;
  readonly user: Pick<UserRow, 'id' | 'name' | 'mustChangePassword'>;
  readonly tenant: TenantRow;
  /** Names of the roles that hold in this tenant. */
  readonly roles: readonly string[];
  readonly rules: readonly AccessRule[];
}

/** What anybody signed in may do with the own session, whatever the roles. */
const ownSession: readonly AccessRule[] = [{ action: 'manage', subject: 'Session' }];

/** The grants that hold in a tenant: those of its memberships, and platform roles from anywhere. */
export const grantsIn = (tenantId: string, grants: readonly Grant[]): Grant[] =>
  grants.filter(({ scope, tenant }) => scope === 'platform' || tenant.id === tenantId);

/** The rules of a user in a tenant, placeholders filled in. */
export function rulesIn(tenantId: string, userId: number, grants: readonly Grant[]): AccessRule[] {
  const fill = (conditions: Conditions): Conditions =>
    Object.fromEntries(
      Object.entries(conditions).map(([field, value]) => [
        field,
        value === '$tenantId' ? tenantId : value === '$userId' ? userId : value,
      ]),
    );
  const granted = grantsIn(tenantId, grants).flatMap(({ rules }) =>
    rules.flatMap(({ action: actionName, subject: subjectName, conditions }): AccessRule[] => {
      const action = actions.find((known) => known === actionName);
      const subject = subjects.find((known) => known === subjectName);
      if (action === undefined || subject === undefined) return [];
      return [{ action, subject, ...(conditions && { conditions: fill(conditions) }) }];
    }),
  );
  return [...ownSession, ...granted];
}
