import { accessible, type Reader, readable } from '../access/readable.ts';
import type { Prisma, PrismaClient } from '../generated/client.ts';
import { taken } from '../known-errors.ts';

interface Fields {
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly roleIds: readonly number[];
}

const included = {
  roles: { include: { role: { select: { id: true, name: true } } }, orderBy: { roleId: 'asc' } },
  _count: { select: { apiTokens: true } },
} as const satisfies Prisma.ServiceAccountInclude;
type Row = Prisma.ServiceAccountGetPayload<{ include: typeof included }>;

const accountRow = ({ roles, _count, updatedAt: _, ...account }: Row) => ({
  ...account,
  roles: roles.map(({ role }) => role),
  tokens: _count.apiTokens,
});

/** Accounts of programs. */
export function serviceAccountRepository({ client }: { readonly client: PrismaClient }) {
  return {
    async list(reader: Reader) {
      const visible = readable(reader, 'ServiceAccount');
      if (visible === undefined) return [];
      const rows = await client.serviceAccount.findMany({
        where: visible,
        include: included,
        orderBy: { name: 'asc' },
      });
      return rows.map(accountRow);
    },
    async byId(reader: Reader, action: 'read' | 'update' | 'delete', id: number) {
      const allowed = accessible(reader, action, 'ServiceAccount');
      if (allowed === undefined) return undefined;
      const row = await client.serviceAccount.findFirst({ where: { AND: [allowed, { id }] }, include: included });
      return row === null ? undefined : accountRow(row);
    },
    create: (tenantId: string, { roleIds, ...account }: Fields) =>
      taken(`a service account ${account.name}`, async () => {
        const roles = { create: roleIds.map((roleId) => ({ roleId })) };
        return (await client.serviceAccount.create({ data: { tenantId, ...account, roles }, select: { id: true } })).id;
      }),
    update: (id: number, { roleIds, ...account }: Fields) =>
      taken(`a service account ${account.name}`, async () => {
        const roles = { deleteMany: {}, create: roleIds.map((roleId) => ({ roleId })) };
        await client.serviceAccount.update({ where: { id }, data: { ...account, roles } });
      }),
    async remove(id: number) {
      await client.serviceAccount.deleteMany({ where: { id } });
    },
  };
}
