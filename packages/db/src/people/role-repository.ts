import { accessible, type Reader, readable } from '../access/readable.ts';
import { roleWithRules, ruleRows } from '../accounts/grant-repository.ts';
import { Prisma, type PrismaClient } from '../generated/client.ts';
import { inUse, taken } from '../known-errors.ts';

interface StoredRule {
  readonly action: string;
  readonly subject: string;
  readonly conditions?: Readonly<Record<string, string | number | boolean | null>>;
}
interface RoleFields {
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly StoredRule[];
}

const permissionColumns = ({ action, subject, conditions }: StoredRule) => ({
  action,
  subject,
  conditions: conditions === undefined ? Prisma.DbNull : { ...conditions },
});

/** Roles and what they allow. */
export function roleRepository({ client }: { readonly client: PrismaClient }) {
  return {
    async list(reader: Reader) {
      const visible = readable(reader, 'Role');
      if (visible === undefined) return [];
      const include = included(reader);
      return (await client.role.findMany({ where: visible, include, orderBy: { id: 'asc' } })).map(roleRow);
    },
    async byId(reader: Reader, action: 'read' | 'update' | 'delete', id: number) {
      const allowed = accessible(reader, action, 'Role');
      if (allowed === undefined) return undefined;
      const row = await client.role.findFirst({ where: { AND: [allowed, { id }] }, include: included(reader) });
      return row === null ? undefined : roleRow(row);
    },
    create: ({ tenantId, name, description, permissions }: RoleFields & { readonly tenantId: string }) =>
      taken(`a role ${name}`, async () => {
        const data = { tenantId, name, description, scope: 'tenant' as const };
        const create = permissions.map(permissionColumns);
        return (await client.role.create({ data: { ...data, permissions: { create } }, select: { id: true } })).id;
      }),
    update: (id: number, { name, description, permissions }: RoleFields) =>
      taken(`a role ${name}`, async () => {
        const create = permissions.map(permissionColumns);
        const data = { name, description, permissions: { deleteMany: {}, create } };
        await client.role.update({ where: { id, tenantId: { not: null } }, data });
      }),
    remove: (id: number) =>
      inUse('somebody holds this role; take it from them first', async () => {
        await client.role.deleteMany({ where: { id, tenantId: { not: null } } });
      }),
  };
}

/** Holders are counted where the reader may look: a built-in role's holders in other tenants are not told. */
const included = (reader: Reader) => {
  const tenant = readable(reader, 'Tenant') ?? { id: { in: [] } };
  return {
    ...roleWithRules,
    _count: {
      select: { memberships: { where: { tenant } }, serviceAccounts: { where: { serviceAccount: { tenant } } } },
    },
  } as const satisfies Prisma.RoleInclude;
};

type Row = Prisma.RoleGetPayload<{ include: ReturnType<typeof included> }>;

const roleRow = ({ id, tenantId, name, scope, description, _count, ...role }: Row) => ({
  ...{ id, tenantId, name, scope, description },
  permissions: ruleRows(role),
  holders: _count.memberships + _count.serviceAccounts,
});
