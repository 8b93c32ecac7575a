import { z } from 'zod';
import type { Prisma, PrismaClient } from '../generated/client.ts';

const conditions = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export const tenantColumns = { id: true, slug: true, name: true } as const;
/** What `ruleRows` needs of a role. */
export const roleWithRules = { permissions: { orderBy: { id: 'asc' } } } as const satisfies Prisma.RoleInclude;

interface RoleRow {
  readonly name: string;
  readonly scope: 'platform' | 'tenant';
  readonly permissions: readonly Prisma.Result<PrismaClient['permission'], object, 'findFirstOrThrow'>[];
}

/** The permissions of a role, as rules. */
export const ruleRows = ({ permissions }: Pick<RoleRow, 'permissions'>) =>
  permissions.map((permission) => ({
    action: permission.action,
    subject: permission.subject,
    ...(permission.conditions !== null && { conditions: conditions.parse(permission.conditions) }),
  }));

/** A role held in a tenant. */
export const grantRow = <Tenant>(tenant: Tenant, role: RoleRow) => ({
  tenant,
  role: role.name,
  scope: role.scope,
  rules: ruleRows(role),
});

/** Which roles somebody holds where, and what each allows. */
export function grantRepository(client: PrismaClient) {
  return {
    tenants: () => client.tenant.findMany({ select: tenantColumns, orderBy: { name: 'asc' } }),
    async grants(userId: number) {
      const rows = await client.membership.findMany({
        where: { userId },
        include: { tenant: { select: tenantColumns }, role: { include: roleWithRules } },
        orderBy: [{ tenant: { name: 'asc' } }, { roleId: 'asc' }],
      });
      return rows.map(({ tenant, role }) => grantRow(tenant, role));
    },
  };
}
