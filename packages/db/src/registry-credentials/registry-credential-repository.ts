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
    async byId(reader: Reader, action: 'update' | 'delete', id: number) {
      const allowed = accessible(reader, action, 'RegistryCredential');
      if (allowed === undefined) return undefined;
      const row = await client.registryCredential.findFirst({ where: { AND: [allowed, { id }] }, select: columns });
      return row ?? undefined;
    },
    async update(id: number, data: Partial<CredentialColumns>) {
      const [row] = await named(data.name ?? '', () =>
        client.registryCredential.updateManyAndReturn({ where: { id }, data, select: columns }),
      );
      return row;
    },
    async remove(id: number): Promise<void> {
      await client.registryCredential.deleteMany({ where: { id } });
    },
    /** Of a tenant, by name or for a registry; the newest of several. */
    async find(tenantId: string, by: { readonly name: string } | { readonly registry: string }) {
      const row = await client.registryCredential.findFirst({ where: { tenantId, ...by }, orderBy: { id: 'desc' } });
      return row ?? undefined;
    },
  };
}

const named = <T>(name: string, work: () => Promise<T>): Promise<T> => taken(`a registry credential "${name}"`, work);
