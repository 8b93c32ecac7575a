import type { Reader } from '../access/access-rule.ts';
import type { MembershipKey } from '../people/stores.ts';

/** Members of a group at the provider hold a role in a tenant. */
export interface GroupRole {
  readonly group: string;
  readonly tenantId: string;
  readonly roleId: number;
}

/** How an OpenID Connect provider is asked. */
export interface OidcSettings {
  /** Its address, as tokens name it; `/.well-known/openid-configuration` is below. */
  readonly issuer: string;
  readonly clientId: string;
  /** What is asked for, separated by blanks. */
  readonly scope: string;
  /** The claim that holds the person's groups. */
  readonly groupsClaim: string;
  /** People nobody knows yet get an account at their first sign-in. */
  readonly signUp: boolean;
}

export interface ProviderFields {
  /** Part of the address people come back to: `/api/auth/callback/<name>`. */
  readonly name: string;
  /** What the button says. */
  readonly label: string;
  readonly enabled: boolean;
  readonly settings: OidcSettings;
  readonly groupRoles: readonly GroupRole[];
}

export interface ProviderRow extends ProviderFields {
  readonly id: number;
}

/** A provider with its secret, sealed. */
export interface SealedProvider extends ProviderRow {
  readonly secretCipher: string;
}

export interface IdentityStore {
  list(reader: Reader): Promise<readonly ProviderRow[]>;
  /** Those people may sign in with. */
  enabled(): Promise<readonly SealedProvider[]>;
  byId(reader: Reader, action: 'read' | 'update' | 'delete', id: number): Promise<ProviderRow | undefined>;
  /** Throws `conflict` for a taken name. */
  create(fields: ProviderFields, secretCipher: string): Promise<number>;
  /** Without a cipher the secret stays. */
  update(id: number, fields: ProviderFields, secretCipher: string | undefined): Promise<void>;
  remove(id: number): Promise<void>;
  /** The directory among the providers, and those of its roles that exist: a tenant's, or a built-in one for tenants. */
  directory(
    roles: readonly { readonly group: string; readonly tenant: string; readonly role: string }[],
  ): Promise<{ readonly id: number; readonly groupRoles: readonly GroupRole[] }>;
  /** Whom a provider's subject is here. */
  userOf(providerId: number, subject: string): Promise<{ readonly id: number; readonly name: string } | undefined>;
  /** Makes a user for a subject, under the first of `names` that is free. */
  addUser(
    providerId: number,
    subject: string,
    person: { readonly names: readonly string[]; readonly email: string | null; readonly displayName: string },
  ): Promise<{ readonly id: number; readonly name: string }>;
  signedIn(providerId: number, subject: string, at: Date): Promise<void>;
  memberships(userId: number): Promise<readonly MembershipKey[]>;
}
