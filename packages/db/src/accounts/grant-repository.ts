import { z } from 'zod';
import type { PrismaClient } from '../generated/client.ts';

const conditions = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const tenantColumns = { id: true, slug: true, name: true } as const;

/** Which roles somebody holds where, and what each allows. */
export function grantRepository(client: PrismaClient) {
  return {
    tenants: () => client.tenant.findMany({ select: tenantColumns, orderBy: { name: 'asc' } }),
    async grants(userId: number) {
      const rows = await client.membership.findMany({
        where: { userId },
        include: { tenant: { select: tenantColumns }, role: { include: { permissions: { orderBy: { id: 'asc' } } } } },
        orderBy: [{ tenant: { name: 'asc' } }, { roleId: 'asc' }],
      });
      return rows.map(({ tenant, role }) => ({
        tenant,
        role: role.name,
        scope: role.scope,
        rules: role.permissions.map((permission) => ({
          action: permission.action,
          subject: permission.subject,
          ...(permission.conditions !== null && { conditions: conditions.parse(permission.conditions) }),
        })),
      }));
    },
  };
}
