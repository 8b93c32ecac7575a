import type { PrismaClient } from '../generated/client.ts';
import { tenantColumns } from './grant-repository.ts';
import { userRow } from './user-row.ts';

/** More sign-ins of one user than this end the oldest. */
const maxSessionsPerUser = 50;

const infoColumns = {
  ...{ id: true, ip: true, userAgent: true, createdAt: true, expiresAt: true },
  user: { select: { id: true, name: true } },
  tenant: { select: tenantColumns },
} as const;

export interface NewSession {
  readonly userId: number;
  readonly tenantId: string;
  readonly openedAt: Date;
  readonly expiresAt: Date;
  readonly ip: string;
  readonly userAgent: string;
}

/** Who is signed in. A session is over when it is deleted, expired, or older than its user's last revocation. */
export function sessionRepository(client: PrismaClient) {
  return {
    async openSession({ openedAt, ip, userAgent, ...session }: NewSession) {
      const { sessionVersion } = await client.user.findUniqueOrThrow({ where: { id: session.userId } });
      const { id } = await client.session.create({
        data: {
          ...session,
          userVersion: sessionVersion,
          createdAt: openedAt,
          ip: ip.slice(0, 64),
          userAgent: userAgent.slice(0, 256),
        },
      });
      await client.user.update({ where: { id: session.userId }, data: { lastSignInAt: openedAt } });
      await forgetOld(client, session.userId, openedAt);
      return id;
    },
    async session(id: string, now: Date) {
      const row = await client.session.findUnique({ where: { id }, include: { user: true } });
      if (row === null || row.expiresAt <= now || row.user.state !== 'enabled') return undefined;
      if (row.userVersion !== row.user.sessionVersion) return undefined;
      return { id: row.id, tenantId: row.tenantId, user: userRow(row.user) };
    },
    async sessionsOf(userId: number, now: Date) {
      const user = await client.user.findUnique({ where: { id: userId }, select: { sessionVersion: true } });
      const where = { userId, expiresAt: { gt: now }, userVersion: user?.sessionVersion ?? 0 };
      return client.session.findMany({ where, select: infoColumns, orderBy: { createdAt: 'desc' } });
    },
    async sessionInfo(id: string) {
      return (await client.session.findUnique({ where: { id }, select: infoColumns })) ?? undefined;
    },
    async endSessionsOf(userId: number, exceptId: string) {
      await client.session.deleteMany({ where: { userId, id: { not: exceptId } } });
    },
    async endSession(id: string) {
      await client.session.deleteMany({ where: { id } });
    },
    async setSessionTenant(id: string, tenantId: string) {
      await client.session.updateMany({ where: { id }, data: { tenantId } });
    },
    async setPassword({
      userId,
      passwordHash,
      keepSessionId,
    }: {
      userId: number;
      passwordHash: string;
      keepSessionId: string;
    }) {
      await client.$transaction(async (transaction) => {
        const { sessionVersion } = await transaction.user.update({
          where: { id: userId },
          data: { passwordHash, mustChangePassword: false, sessionVersion: { increment: 1 } },
        });
        await transaction.session.updateMany({
          where: { id: keepSessionId, userId },
          data: { userVersion: sessionVersion },
        });
        await transaction.session.deleteMany({ where: { userId, userVersion: { not: sessionVersion } } });
      });
    },
  };
}

async function forgetOld(client: PrismaClient, userId: number, now: Date): Promise<void> {
  const surplus = await client.session.findMany({
    where: { userId },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    skip: maxSessionsPerUser,
    select: { id: true },
  });
  await client.session.deleteMany({
    where: { OR: [{ expiresAt: { lte: now } }, { id: { in: surplus.map(({ id }) => id) } }] },
  });
}
