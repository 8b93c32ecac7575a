import { Failure } from '@damselfly/core';
import { z } from 'zod';
import type { Reader } from '../access/access-rule.ts';
import type { Viewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';
import type { Sealer } from '../secrets/sealer.ts';

/** How a tenant signs in at a registry, without the password. */
export interface CredentialRow {
  readonly id: number;
  readonly tenantId: string;
  readonly name: string;
  /** `host` or `host:port` */
  readonly registry: string;
  readonly username: string;
  /** PEM; empty: the usual roots. */
  readonly certificate: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

interface StoredCredential {
  readonly name: string;
  readonly registry: string;
  readonly username: string;
  readonly passwordCipher: string;
  readonly certificate: string;
}

/** Keeps credentials; those that a reader may not see do not exist for it. A name twice in a tenant: `conflict`. */
export interface CredentialStore {
  list(reader: Reader): Promise<readonly CredentialRow[]>;
  insert(tenantId: string, data: StoredCredential): Promise<CredentialRow>;
  byId(reader: Reader, action: 'update' | 'delete', id: number): Promise<CredentialRow | undefined>;
  update(id: number, data: Partial<StoredCredential>): Promise<CredentialRow | undefined>;
  remove(id: number): Promise<void>;
  find(
    tenantId: string,
    by: { readonly name: string } | { readonly registry: string },
  ): Promise<StoredCredential | undefined>;
}

const name = z.string().trim().min(1).max(128);
const registry = z.string().regex(/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$|^\[[0-9a-f:]+\](?::\d{1,5})?$/i, {
  error: 'must be a host or host:port',
});
const certificate = z.union([z.literal(''), z.string().max(65_536).startsWith('-----BEGIN CERTIFICATE-----')]);

export const credentialSettings = z.strictObject({
  name,
  registry: registry.max(256),
  username: z.string().min(1).max(256),
  password: z.string().min(1).max(4096),
  certificate: certificate.default(''),
});
/** A password that is left out stays. */
export const credentialChange = z.strictObject({
  name: name.optional(),
  registry: registry.max(256).optional(),
  username: z.string().min(1).max(256).optional(),
  password: z.string().min(1).max(4096).optional(),
  certificate: certificate.optional(),
});

export interface RegistryCredentials {
  list(reader: Reader): Promise<readonly CredentialRow[]>;
  /** In the viewer's tenant. */
  create(viewer: Viewer, settings: z.output<typeof credentialSettings>): Promise<CredentialRow>;
  /** Throws `notFound`. */
  update(viewer: Viewer, id: number, change: z.output<typeof credentialChange>): Promise<CredentialRow>;
  remove(viewer: Viewer, id: number): Promise<void>;
}

/** What jobs sign in with. */
export interface RegistryLogins {
  /** With the password, for a job of that tenant. */
  login(
    tenantId: string,
    by: { readonly name: string } | { readonly registry: string },
  ): Promise<{ name: string; username: string; password: string; certificate: string } | undefined>;
}

const purpose = 'registry-credential';
const missing = (id: number) => new Failure('notFound', `there is no registry credential ${id}`);

export interface RegistryCredentialsNeeds {
  readonly store: CredentialStore;
  readonly sealer: Sealer;
  readonly audit: Pick<Audit, 'record'>;
}

/** Credentials of registries: written by people, read by jobs alone. */
export function createRegistryCredentials({ store, sealer, audit }: RegistryCredentialsNeeds): RegistryCredentials {
  const found = async (viewer: Viewer, action: 'update' | 'delete', id: number) => {
    const row = await store.byId(viewer, action, id);
    if (row === undefined) throw missing(id);
    return row;
  };
  const note = (viewer: Viewer, action: string, { id, name, tenantId }: CredentialRow, change: object) =>
    audit.record(viewer, { action, tenantId, target: { kind: 'RegistryCredential', id, name }, ...change });
  return {
    list: (reader) => store.list(reader),
    async create(viewer, { password, ...settings }) {
      const after = await store.insert(viewer.tenant.id, {
        ...settings,
        passwordCipher: sealer.seal(password, purpose),
      });
      await note(viewer, 'create', after, { after });
      return after;
    },
    async update(viewer, id, { password, ...change }) {
      const before = await found(viewer, 'update', id);
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const sealed = password === undefined ? {} : { passwordCipher: sealer.seal(password, purpose) };
      const after = await store.update(id, { ...given, ...sealed });
      if (after === undefined) throw missing(id);
      await note(viewer, 'update', after, { before, after: { ...after, changed: password !== undefined } });
      return after;
    },
    async remove(viewer, id) {
      const before = await found(viewer, 'delete', id);
      await store.remove(id);
      await note(viewer, 'delete', before, { before });
    },
  };
}

/** The passwords of credentials, opened for jobs. */
export const createRegistryLogins = ({
  store,
  sealer,
}: Pick<RegistryCredentialsNeeds, 'store' | 'sealer'>): RegistryLogins => ({
  async login(tenantId, by) {
    const found = await store.find(tenantId, by);
    if (found === undefined) return undefined;
    const { passwordCipher, ...rest } = found;
    return {
      ...{ name: rest.name, username: rest.username, certificate: rest.certificate },
      password: sealer.open(passwordCipher, purpose),
    };
  },
});
