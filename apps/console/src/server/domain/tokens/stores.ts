import type { Reader } from '../access/access-rule.ts';
import type { Grant, TenantRow, UserRow } from '../accounts/stores.ts';

/** A token as it may be shown: everything but the secret. */
export interface TokenRow {
  readonly id: number;
  readonly tenantId: string;
  readonly user: { readonly id: number; readonly name: string } | null;
  readonly serviceAccount: { readonly id: number; readonly name: string } | null;
  readonly name: string;
  readonly description: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly allowedCidrs: readonly string[];
  readonly clusterIds: readonly number[];
  readonly state: 'active' | 'revoked';
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
  readonly lastUsedIp: string;
  readonly replacesId: number | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A token with what decides whether it is let in. */
export interface PresentedToken extends TokenRow {
  readonly tenant: TenantRow;
  readonly holder:
    | { readonly kind: 'user'; readonly user: UserRow }
    | {
        readonly kind: 'serviceAccount';
        readonly id: number;
        readonly name: string;
        readonly enabled: boolean;
        readonly grants: readonly Grant[];
      };
}

export interface NewToken {
  readonly tenantId: string;
  readonly userId: number | null;
  readonly serviceAccountId: number | null;
  readonly name: string;
  readonly description: string;
  readonly prefix: string;
  readonly hash: string;
  readonly scopes: readonly string[];
  readonly allowedCidrs: readonly string[];
  readonly clusterIds: readonly number[];
  readonly expiresAt: Date;
  readonly createdById: number | null;
}

export interface TokenChange {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly allowedCidrs?: readonly string[] | undefined;
  readonly clusterIds?: readonly number[] | undefined;
  readonly state?: TokenRow['state'] | undefined;
  readonly expiresAt?: Date | undefined;
}

export interface TokenFilter {
  readonly userId?: number | undefined;
  readonly serviceAccountId?: number | undefined;
  readonly state?: TokenRow['state'] | undefined;
}

/** Keeps tokens by their hashes. */
export interface TokenStore {
  byHash(hash: string): Promise<PresentedToken | undefined>;
  touched(id: number, at: Date, ip: string): Promise<void>;
  /** Newest first. */
  list(reader: Reader, filter: TokenFilter): Promise<readonly TokenRow[]>;
  /** The token, when the reader may do `action` with it. */
  byId(reader: Reader, action: 'read' | 'update' | 'delete', id: number): Promise<TokenRow | undefined>;
  /** Throws `conflict` when the tenant has a token of that name. */
  create(token: NewToken): Promise<TokenRow>;
  update(id: number, change: TokenChange): Promise<TokenRow>;
  /** Makes `token` the one that takes the place of `id`, which is renamed and ends at `endsAt`. */
  replace(id: number, renamed: string, endsAt: Date, token: NewToken): Promise<TokenRow>;
  delete(id: number): Promise<void>;
  /** Which of these clusters the reader may let work run on. */
  usableClusters(reader: Reader, ids: readonly number[]): Promise<readonly number[]>;
  /** The account when the reader may change it, and what its roles allow. */
  serviceAccount(
    reader: Reader,
    id: number,
  ): Promise<{ readonly tenantId: string; readonly grants: readonly Grant[] } | undefined>;
}
