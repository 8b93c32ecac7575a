import { builtInRoles } from './built-in-roles.ts';
import type { PrismaClient } from './generated/client.ts';

/** The password of the user `root`, hashed. */
export interface FirstAdministrator {
  readonly passwordHash: string;
  /** True for a password made up by the program. */
  readonly mustChangePassword: boolean;
}

const lockKey = 72_707_370;

/**
 * Fills a new database: the built-in roles, a tenant, `root`, and the clusters `cluster-1` as Dragonfly numbers them. Does
 * nothing in a database that has users; says which it was. `administrator` is asked only when it is needed.
 */
export async function firstBoot(
  client: PrismaClient,
  administrator: () => Promise<FirstAdministrator>,
): Promise<'created' | 'present'> {
  if ((await client.user.count()) > 0) return 'present';
  const { passwordHash, mustChangePassword } = await administrator();
  return client.$transaction(async (transaction) => {
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${lockKey})`;
    if ((await transaction.user.count()) > 0) return 'present';
    for (const { permissions, ...role } of builtInRoles) {
      await transaction.role.create({ data: { ...role, permissions: { create: [...permissions] } } });
    }
    const platformAdmin = await transaction.role.findFirstOrThrow({
      where: { name: 'platform-admin', tenantId: null },
    });
    const tenant = await transaction.tenant.create({ data: { slug: 'default', name: 'Default' } });
    await transaction.user.create({
      data: {
        name: 'root',
        passwordHash,
        mustChangePassword,
        memberships: { create: { tenantId: tenant.id, roleId: platformAdmin.id } },
      },
    });
    await transaction.schedulerCluster.create({ data: { id: 1, name: 'cluster-1', isDefault: true } });
    await transaction.seedPeerCluster.create({ data: { id: 1, name: 'cluster-1' } });
    await transaction.seedPeerClusterSchedulerCluster.create({ data: { seedPeerClusterId: 1, schedulerClusterId: 1 } });
    await transaction.$queryRaw`SELECT setval(pg_get_serial_sequence('scheduler_cluster', 'id'), 1)`;
    await transaction.$queryRaw`SELECT setval(pg_get_serial_sequence('seed_peer_cluster', 'id'), 1)`;
    return 'created';
  });
}
