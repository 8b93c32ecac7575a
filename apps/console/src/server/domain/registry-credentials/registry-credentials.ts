import { Failure } from '@damselfly/core';
import { z } from 'zod';
import type { Reader } from '../access/access-rule.ts';
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
  update(reader: Reader, id: number, data: Partial<StoredCredential>): Promise<CredentialRow | undefined>;
  remove(reader: Reader, id: number): Promise<boolean>;
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
  create(reader: Reader, tenantId: string, settings: z.output<typeof credentialSettings>): Promise<CredentialRow>;
  /** Throws `notFound`. */
  update(reader: Reader, id: number, change: z.output<typeof credentialChange>): Promise<CredentialRow>;
  remove(reader: Reader, id: number): Promise<void>;
  /** With the password, for a job of that tenant. */
  login(
    tenantId: string,
    by: { readonly name: string } | { readonly registry: string },
  ): Promise<{ name: string; username: string; password: string; certificate: string } | undefined>;
}

const purpose = 'registry-credential';
const missing = (id: number) => new Failure('notFound', `there is no registry credential ${id}`);

/** Credentials of registries: written by people, read by jobs alone. */
export function createRegistryCredentials({
  store,
  sealer,
}: {
  readonly store: CredentialStore;
  readonly sealer: Sealer;
}): RegistryCredentials {
  return {
    list: (reader) => store.list(reader),
    create: (_, tenantId, { password, ...settings }) =>
      store.insert(tenantId, { ...settings, passwordCipher: sealer.seal(password, purpose) }),
    async update(reader, id, { password, ...change }) {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const sealed = password === undefined ? {} : { passwordCipher: sealer.seal(password, purpose) };
      const row = await store.update(reader, id, { ...given, ...sealed });
      if (row === undefined) throw missing(id);
      return row;
    },
    async remove(reader, id) {
      if (!(await store.remove(reader, id))) throw missing(id);
    },
    async login(tenantId, by) {
      const found = await store.find(tenantId, by);
      if (found === undefined) return undefined;
      const { passwordCipher, ...rest } = found;
      return {
        ...{ name: rest.name, username: rest.username, certificate: rest.certificate },
        password: sealer.open(passwordCipher, purpose),
      };
    },
  };
}
