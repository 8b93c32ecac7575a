import type { PrismaClient } from '../generated/client.ts';
import { userRow } from './user-row.ts';

/** More sign-ins of one user than this end the oldest. */
const maxSessionsPerUser = 50;

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
      await forgetOld(client, session.userId, openedAt);
      return id;
    },
    async session(id: string, now: Date) {
      const row = await client.session.findUnique({ where: { id }, include: { user: true } });
      if (row === null || row.expiresAt <= now || row.user.state !== 'enabled') return undefined;
      if (row.userVersion !== row.user.sessionVersion) return undefined;
      return { id: row.id, tenantId: row.tenantId, user: userRow(row.user) };
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
