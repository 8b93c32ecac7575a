import { accessible, type Reader } from '../access/readable.ts';
import type { PrismaClient } from '../generated/client.ts';
import { taken } from '../known-errors.ts';

const columns = {
  ...{ id: true, tenantId: true, name: true, registry: true, username: true, certificate: true },
  ...{ createdAt: true, updatedAt: true },
} as const;

export interface CredentialColumns {
  readonly name: string;
  readonly registry: string;
  readonly username: string;
  readonly passwordCipher: string;
  readonly certificate: string;
}

/** How tenants sign in at registries. Passwords leave sealed, and only to whoever runs a job. */
export function registryCredentialRepository({ client }: { readonly client: PrismaClient }) {
  return {
    async list(reader: Reader) {
      const allowed = accessible(reader, 'read', 'RegistryCredential');
      if (allowed === undefined) return [];
      return client.registryCredential.findMany({
        where: allowed,
        select: columns,
        orderBy: { id: 'asc' },
        take: 1000,
      });
    },
    insert: (tenantId: string, data: CredentialColumns) =>
      named(data.name, () => client.registryCredential.create({ data: { tenantId, ...data }, select: columns })),
    /** `undefined` when there is no such credential that the reader may change. */
    async update(reader: Reader, id: number, data: Partial<CredentialColumns>) {
      const allowed = accessible(reader, 'update', 'RegistryCredential');
      if (allowed === undefined) return undefined;
      const [row] = await named(data.name ?? '', () =>
        client.registryCredential.updateManyAndReturn({ where: { AND: [allowed, { id }] }, data, select: columns }),
      );
      return row;
    },
    async remove(reader: Reader, id: number): Promise<boolean> {
      const allowed = accessible(reader, 'delete', 'RegistryCredential');
      if (allowed === undefined) return false;
      return (await client.registryCredential.deleteMany({ where: { AND: [allowed, { id }] } })).count > 0;
    },
    /** Of a tenant, by name or for a registry; the newest of several. */
    async find(tenantId: string, by: { readonly name: string } | { readonly registry: string }) {
      const row = await client.registryCredential.findFirst({ where: { tenantId, ...by }, orderBy: { id: 'desc' } });
      return row ?? undefined;
    },
  };
}

const named = <T>(name: string, work: () => Promise<T>): Promise<T> => taken(`a registry credential "${name}"`, work);
