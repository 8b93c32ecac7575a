import { Failure } from '@damselfly/core';
import type { Action } from '../access/access-rule.ts';
import { permits } from '../access/permits.ts';
import type { Viewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';
import { newTokenSecret, tokenHash } from '../tokens/token-secret.ts';

/** What lets schedulers and peers in; its secret is shown once. */
export interface JoinTokenRow {
  readonly id: number;
  readonly name: string;
  /** How its secret begins. */
  readonly prefix: string;
  /** `null`: never. */
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly createdAt: Date;
}

export interface JoinTokenStore {
  /** By id. */
  list(): Promise<readonly JoinTokenRow[]>;
  /** Throws `conflict` for a taken name. */
  create(token: {
    readonly name: string;
    readonly prefix: string;
    readonly hash: string;
    readonly expiresAt: Date | null;
  }): Promise<JoinTokenRow>;
  remove(id: number): Promise<JoinTokenRow | undefined>;
  /** Notes the use of a token that is good at `now`; `false` when there is none with this hash. */
  use(hash: string, now: Date): Promise<boolean>;
}

/** Tokens with which schedulers and peers join. They are the platform's: `forbidden` for who looks after a tenant only. */
export interface JoinTokens {
  list(viewer: Viewer): Promise<readonly JoinTokenRow[]>;
  create(viewer: Viewer, name: string, expiresAt: Date | null): Promise<JoinTokenRow & { readonly secret: string }>;
  /** Whoever joined with it is let in for some seconds more. Throws `notFound`. */
  remove(viewer: Viewer, id: number): Promise<void>;
  /** Throws `unauthenticated` unless the token is good. */
  check(secret: string): Promise<void>;
}

export interface JoinTokensNeeds {
  readonly store: JoinTokenStore;
  readonly audit: Pick<Audit, 'record'>;
  readonly now: () => number;
}

/** A token that was good is believed for so long: many calls come with it. */
const believedMs = 10_000;
const mostBelieved = 1000;

export function createJoinTokens({ store, audit, now }: JoinTokensNeeds): JoinTokens {
  const believedUntil = new Map<string, number>();
  const ofPlatform = ({ rules }: Viewer, action: Action): void => {
    if (!permits(rules, action, 'JoinToken', {}))
      throw new Failure('forbidden', 'Join tokens are the platform’s. Ask its administrator.');
  };
  return {
    async list(viewer) {
      ofPlatform(viewer, 'read');
      return store.list();
    },
    async create(viewer, name, expiresAt) {
      ofPlatform(viewer, 'create');
      const { secret, prefix, hash } = newTokenSecret();
      const row = await store.create({ name, prefix, hash, expiresAt });
      const target = { kind: 'JoinToken', id: row.id, name } as const;
      await audit.record(viewer, { action: 'create', target, tenantId: null, after: { name, expiresAt } });
      return { ...row, secret };
    },
    async remove(viewer, id) {
      ofPlatform(viewer, 'delete');
      const row = await store.remove(id);
      if (row === undefined) throw new Failure('notFound', `There is no join token ${id}.`);
      believedUntil.clear();
      const target = { kind: 'JoinToken', id, name: row.name } as const;
      await audit.record(viewer, { action: 'delete', target, tenantId: null });
    },
    async check(secret) {
      if (secret === '') throw new Failure('unauthenticated', 'this manager wants a join token; set manager.joinToken');
      const hash = tokenHash(secret);
      if ((believedUntil.get(hash) ?? 0) > now()) return;
      if (!(await store.use(hash, new Date(now()))))
        throw new Failure('unauthenticated', 'the join token is unknown or expired; make another in the console');
      if (believedUntil.size >= mostBelieved) believedUntil.clear();
      believedUntil.set(hash, now() + believedMs);
    },
  };
}
