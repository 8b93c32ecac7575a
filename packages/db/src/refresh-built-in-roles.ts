import { type BuiltInRole, builtInRoles } from './built-in-roles.ts';
import { Prisma, type PrismaClient } from './generated/client.ts';

const lockKey = 72_707_371;

/** Makes the built-in roles of the database those of this version; changes nothing when they are. */
export async function refreshBuiltInRoles(client: PrismaClient): Promise<void> {
  await client.$transaction(async (transaction) => {
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${lockKey})`;
    for (const role of builtInRoles) await refresh(transaction, role);
  });
}

async function refresh(transaction: Prisma.TransactionClient, { permissions, ...role }: BuiltInRole): Promise<void> {
  const held = await transaction.role.findFirst({
    where: { tenantId: null, name: role.name },
    include: { permissions: { orderBy: { id: 'asc' } } },
  });
  if (held !== null && written(held.permissions) === written(permissions)) {
    await transaction.role.update({ where: { id: held.id }, data: role });
    return;
  }
  const { id } = held ?? (await transaction.role.create({ data: role }));
  await transaction.permission.deleteMany({ where: { roleId: id } });
  await transaction.role.update({ where: { id }, data: role });
  await transaction.permission.createMany({
    data: permissions.map(({ conditions, ...permission }) => ({
      ...permission,
      roleId: id,
      conditions: conditions === undefined ? Prisma.DbNull : { ...conditions },
    })),
  });
}

interface Written {
  readonly action: string;
  readonly subject: string;
  readonly conditions?: unknown;
}

/** A database keeps the keys of JSON in an order of its own. */
const written = (permissions: readonly Written[]): string =>
  JSON.stringify(
    permissions.map(({ action, subject, conditions }) => [
      action,
      subject,
      Object.entries(conditions ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)),
    ]),
  );
