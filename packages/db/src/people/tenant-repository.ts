import { accessible, type Reader, readable } from '../access/readable.ts';
import type { Prisma, PrismaClient } from '../generated/client.ts';
import { inUse, taken } from '../known-errors.ts';

const included = {
  _count: { select: { memberships: true, schedulerClusters: true } },
} as const satisfies Prisma.TenantInclude;
type Row = Prisma.TenantGetPayload<{ include: typeof included }>;

const tenantRow = ({ id, slug, name, createdAt, _count }: Row) => ({
  ...{ id, slug, name, createdAt },
  members: _count.memberships,
  clusters: _count.schedulerClusters,
});

/** Tenants. */
export function tenantRepository({ client }: { readonly client: PrismaClient }) {
  return {
    async list(reader: Reader) {
      const visible = readable(reader, 'Tenant');
      if (visible === undefined) return [];
      const rows = await client.tenant.findMany({ where: visible, include: included, orderBy: { name: 'asc' } });
      return rows.map(tenantRow);
    },
    async byId(reader: Reader, action: 'read' | 'update' | 'delete', id: string) {
      const allowed = accessible(reader, action, 'Tenant');
      if (allowed === undefined) return undefined;
      const row = await client.tenant.findFirst({ where: { AND: [allowed, { id }] }, include: included });
      return row === null ? undefined : tenantRow(row);
    },
    create: (tenant: { readonly slug: string; readonly name: string }) =>
      taken(`a tenant ${tenant.slug}`, async () => (await client.tenant.create({ data: tenant })).id),
    async update(id: string, { name }: { readonly name: string }) {
      await client.tenant.update({ where: { id }, data: { name } });
    },
    remove: (id: string) =>
      inUse('the tenant has members, clusters or applications; remove those first', () =>
        client.$transaction(async (transaction) => {
          if ((await transaction.membership.count({ where: { tenantId: id } })) > 0) return 'used';
          await transaction.tenant.deleteMany({ where: { id } });
          return undefined;
        }),
      ),
  };
}
