import type { Conditions } from '../access/access-rule.ts';

export interface TenantRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

export interface UserRow {
  readonly id: number;
  readonly name: string;
  /** As `PasswordHasher.hash` wrote it; absent when the user has no local password. */
  readonly passwordHash: string | undefined;
  readonly mustChangePassword: boolean;
  readonly enabled: boolean;
}

/** A permission as it is kept. One whose action or subject this version does not know allows nothing. */
export interface StoredRule {
  readonly action: string;
  readonly subject: string;
  /** Values that read `$tenantId` or `$userId` stand for the current tenant and user. */
  readonly conditions?: Conditions;
}

/** A role a user holds in a tenant, or everywhere when its scope is `platform`. */
export interface Grant {
  readonly tenant: TenantRow;
  readonly role: string;
  readonly scope: 'platform' | 'tenant';
  readonly rules: readonly StoredRule[];
}

export interface SessionRow {
  readonly id: string;
  readonly tenantId: string;
  readonly user: UserRow;
}

/** Users, what they may do, and their sessions. */
export interface AccountStore {
  userByName(name: string): Promise<UserRow | undefined>;
  /** In the order of tenant names. */
  grants(userId: number): Promise<readonly Grant[]>;
  /** In the order of names. */
  tenants(): Promise<readonly TenantRow[]>;
  openSession(session: {
    readonly userId: number;
    readonly tenantId: string;
    readonly openedAt: Date;
    readonly expiresAt: Date;
    readonly ip: string;
    readonly userAgent: string;
  }): Promise<string>;
  /** The session while it is open: not ended, not expired at `now`, not revoked, its user enabled. */
  session(id: string, now: Date): Promise<SessionRow | undefined>;
  endSession(id: string): Promise<void>;
  setSessionTenant(id: string, tenantId: string): Promise<void>;
  /** Sets the password and revokes every session of the user but `keepSessionId`, in one transaction. */
  setPassword(change: {
    readonly userId: number;
    readonly passwordHash: string;
    readonly keepSessionId: string;
  }): Promise<void>;
}

/** An open session as its user sees it. */
export interface SessionInfo {
  readonly id: string;
  readonly user: { readonly id: number; readonly name: string };
  readonly tenant: TenantRow;
  readonly ip: string;
  readonly userAgent: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface SessionStore {
  /** Newest first. */
  sessionsOf(userId: number, now: Date): Promise<readonly SessionInfo[]>;
  sessionInfo(id: string): Promise<SessionInfo | undefined>;
  endSession(id: string): Promise<void>;
  endSessionsOf(userId: number, exceptId: string): Promise<void>;
}
