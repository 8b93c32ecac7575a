import type { PrismaClient } from './generated/client.ts';
import { refreshBuiltInRoles } from './refresh-built-in-roles.ts';

/** The password of the user `root`, hashed. */
export interface FirstAdministrator {
  readonly passwordHash: string;
  /** True for a password made up by the program. */
  readonly mustChangePassword: boolean;
}

const lockKey = 72_707_370;

/**
 * Brings the built-in roles up to this version, and fills a new database: a tenant, `root`, and the clusters `cluster-1` as
 * Dragonfly numbers them. Says whether it was new, which is one without users. `administrator` is asked only when it is needed.
 */
export async function firstBoot(
  client: PrismaClient,
  administrator: () => Promise<FirstAdministrator>,
): Promise<'created' | 'present'> {
  await refreshBuiltInRoles(client);
  if ((await client.user.count()) > 0) return 'present';
  const { passwordHash, mustChangePassword } = await administrator();
  return client.$transaction(async (transaction) => {
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${lockKey})`;
    if ((await transaction.user.count()) > 0) return 'present';
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
