import type { Reader } from '../access/access-rule.ts';
import type { Grant, StoredRule, TenantRow } from '../accounts/stores.ts';

/** A role somebody holds in a tenant. */
export interface MembershipRow {
  readonly tenant: TenantRow;
  readonly role: { readonly id: number; readonly name: string; readonly scope: 'platform' | 'tenant' };
}

/** A user as administrators see one. */
export interface PersonRow {
  readonly id: number;
  readonly name: string;
  readonly email: string | null;
  readonly displayName: string;
  readonly state: 'enabled' | 'disabled';
  readonly hasPassword: boolean;
  readonly mustChangePassword: boolean;
  readonly lastSignInAt: Date | null;
  readonly createdAt: Date;
  /** Those the reader may see. */
  readonly memberships: readonly MembershipRow[];
}

export interface PersonFilter {
  readonly search?: string | undefined;
  readonly state?: PersonRow['state'] | undefined;
  readonly tenantId?: string | undefined;
  /** The name the last page ended with. */
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface NewPerson {
  readonly name: string;
  readonly email: string | null;
  readonly displayName: string;
  readonly passwordHash: string | null;
  readonly mustChangePassword: boolean;
}

export interface PersonChange {
  readonly email?: string | null | undefined;
  readonly displayName?: string | undefined;
  readonly state?: PersonRow['state'] | undefined;
}

export interface MembershipKey {
  readonly userId: number;
  readonly tenantId: string;
  readonly roleId: number;
}

/**
 * Keeps users and who holds which role where. What would leave nobody who administers the platform is undone, and throws
 * `precondition`.
 */
export interface PeopleStore {
  /** In the order of names. */
  list(reader: Reader, filter: PersonFilter): Promise<{ readonly total: number; readonly items: readonly PersonRow[] }>;
  byId(reader: Reader, action: 'read' | 'update' | 'delete', id: number): Promise<PersonRow | undefined>;
  /** Throws `conflict` for a taken name or address. */
  create(person: NewPerson, first: Omit<MembershipKey, 'userId'>): Promise<number>;
  update(id: number, change: PersonChange): Promise<void>;
  remove(id: number): Promise<void>;
  /** Ends every session of the user. */
  setOneTimePassword(id: number, passwordHash: string): Promise<void>;
  /** A role that may be given in a tenant, with what it allows; those of other tenants are none. */
  role(id: number, tenantId: string): Promise<({ readonly id: number } & Omit<Grant, 'tenant'>) | undefined>;
  /** Changes nothing when the user holds it already. */
  addMembership(key: MembershipKey): Promise<void>;
  removeMembership(key: MembershipKey): Promise<boolean>;
}

/** A role with what it allows. */
export interface RoleRow {
  readonly id: number;
  /** `null` for the built-in ones. */
  readonly tenantId: string | null;
  readonly name: string;
  readonly scope: 'platform' | 'tenant';
  readonly description: string;
  readonly permissions: readonly StoredRule[];
  /** How many users and service accounts hold it, in tenants of the reader. */
  readonly holders: number;
}

export interface NewRole {
  readonly tenantId: string;
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly StoredRule[];
}

/** Keeps roles. The built-in ones are the program's: nobody changes them here. */
export interface RoleStore {
  list(reader: Reader): Promise<readonly RoleRow[]>;
  byId(reader: Reader, action: 'read' | 'update' | 'delete', id: number): Promise<RoleRow | undefined>;
  /** Throws `conflict` when the tenant has a role of that name. */
  create(role: NewRole): Promise<number>;
  update(id: number, change: Omit<NewRole, 'tenantId'>): Promise<void>;
  /** Throws `precondition` while somebody holds it. */
  remove(id: number): Promise<void>;
}

/** A tenant, with how much hangs on it. */
export interface TenantDetails extends TenantRow {
  readonly createdAt: Date;
  readonly members: number;
  readonly clusters: number;
}

export interface TenantStore {
  list(reader: Reader): Promise<readonly TenantDetails[]>;
  byId(reader: Reader, action: 'read' | 'update' | 'delete', id: string): Promise<TenantDetails | undefined>;
  /** Throws `conflict` for a taken slug. */
  create(tenant: Omit<TenantRow, 'id'>): Promise<string>;
  update(id: string, change: { readonly name: string }): Promise<void>;
  /** Throws `precondition` while it has clusters, applications or members. */
  remove(id: string): Promise<void>;
}

/** A program's account. */
export interface ServiceAccountRow {
  readonly id: number;
  readonly tenantId: string;
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly createdAt: Date;
  readonly roles: readonly { readonly id: number; readonly name: string }[];
  readonly tokens: number;
}

export interface ServiceAccountFields {
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly roleIds: readonly number[];
}

export interface ServiceAccountStore {
  list(reader: Reader): Promise<readonly ServiceAccountRow[]>;
  byId(reader: Reader, action: 'read' | 'update' | 'delete', id: number): Promise<ServiceAccountRow | undefined>;
  /** Throws `conflict` for a taken name. */
  create(tenantId: string, account: ServiceAccountFields): Promise<number>;
  update(id: number, account: ServiceAccountFields): Promise<void>;
  remove(id: number): Promise<void>;
}
