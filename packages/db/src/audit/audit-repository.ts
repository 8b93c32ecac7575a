import { type Reader, readable } from '../access/readable.ts';
import { Prisma, type PrismaClient } from '../generated/client.ts';

interface NewAuditEvent {
  readonly at: Date;
  readonly tenantId: string | null;
  readonly actorKind: 'user' | 'token' | 'system' | 'anonymous';
  readonly actorUserId: number | null;
  readonly actorName: string;
  readonly action: string;
  readonly targetKind: string;
  readonly targetId: string;
  readonly targetName: string;
  readonly outcome: 'success' | 'failure' | 'refused';
  readonly ip: string;
  readonly userAgent: string;
  readonly requestId: string;
  readonly before: unknown;
  readonly after: unknown;
}

interface AuditFilter {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly tenantId?: string | undefined;
  readonly actorUserId?: number | undefined;
  readonly actorKind?: NewAuditEvent['actorKind'] | undefined;
  readonly action?: string | undefined;
  readonly targetKind?: string | undefined;
  readonly targetId?: string | undefined;
  readonly outcome?: NewAuditEvent['outcome'] | undefined;
  readonly requestId?: string | undefined;
  readonly text?: string | undefined;
}

interface NumberedFilter {
  readonly actorName?: string | undefined;
  readonly actorKinds?: readonly NewAuditEvent['actorKind'][] | undefined;
  readonly actions?: { readonly in?: readonly string[]; readonly notIn?: readonly string[] } | undefined;
  readonly outcomes?: readonly NewAuditEvent['outcome'][] | undefined;
}

const json = (value: unknown) => (value === null ? Prisma.DbNull : (value as Prisma.InputJsonValue));

/** The audit log: a chain of hashes in the order of ids, which one writer at a time makes longer. */
export function auditRepository({ client }: { readonly client: PrismaClient }) {
  return {
    async append(event: NewAuditEvent, hashed: (previous: string) => string) {
      await client.$transaction(async (transaction) => {
        const { headHash } = await holdChain(transaction);
        const hash = hashed(headHash);
        const { id } = await transaction.auditEvent.create({
          data: { ...event, before: json(event.before), after: json(event.after), hash },
          select: { id: true },
        });
        await transaction.auditChain.update({ where: { id: 1 }, data: { headId: id, headHash: hash } });
      });
    },
    async page(
      reader: Reader,
      { from, to, text, ...exact }: AuditFilter,
      { beforeId, limit }: { readonly beforeId?: bigint | undefined; readonly limit: number },
    ) {
      const visible = readable(reader, 'AuditEvent');
      if (visible === undefined) return [];
      const contains = { contains: text?.replaceAll(/[\\%_]/g, '\\$&') ?? '', mode: 'insensitive' } as const;
      const named = (['actorName', 'action', 'targetName', 'targetId'] as const).map((field) => ({
        [field]: contains,
      }));
      const at = { ...(from && { gte: from }), ...(to && { lt: to }) };
      const wanted = Object.fromEntries(Object.entries(exact).filter(([, value]) => value !== undefined));
      return client.auditEvent.findMany({
        where: {
          AND: [
            visible,
            wanted,
            { at },
            text === undefined ? {} : { OR: named },
            beforeId === undefined ? {} : { id: { lt: beforeId } },
          ],
        },
        orderBy: { id: 'desc' },
        take: limit,
      });
    },
    async numbered(
      reader: Reader,
      { actorName, actorKinds, actions, outcomes }: NumberedFilter,
      { skip, limit }: { readonly skip: number; readonly limit: number },
    ) {
      const visible = readable(reader, 'AuditEvent');
      if (visible === undefined) return { items: [], total: 0 };
      const where: Prisma.AuditEventWhereInput = {
        AND: [
          visible,
          {
            ...(actorName !== undefined && { actorName }),
            ...(actorKinds && { actorKind: { in: [...actorKinds] } }),
            ...(actions && {
              action: {
                ...(actions.in && { in: [...actions.in] }),
                ...(actions.notIn && { notIn: [...actions.notIn] }),
              },
            }),
            ...(outcomes && { outcome: { in: [...outcomes] } }),
          },
        ],
      };
      const [items, total] = await Promise.all([
        client.auditEvent.findMany({ where, orderBy: { id: 'desc' }, skip, take: limit }),
        client.auditEvent.count({ where }),
      ]);
      return { items, total };
    },
    async chain() {
      const whole = { anchorId: 0n, anchorHash: '', headId: 0n, headHash: '' };
      return (await client.auditChain.findUnique({ where: { id: 1 } })) ?? whole;
    },
    inOrder: (afterId: bigint, limit: number) =>
      client.auditEvent.findMany({ where: { id: { gt: afterId } }, orderBy: { id: 'asc' }, take: limit }),
    async forgetBefore(at: Date) {
      return client.$transaction(async (transaction) => {
        const { headId } = await holdChain(transaction);
        const firstKept = await transaction.auditEvent.findFirst({
          where: { at: { gte: at } },
          orderBy: { id: 'asc' },
          select: { id: true },
        });
        const last = await transaction.auditEvent.findFirst({
          where: { id: firstKept === null ? { lte: headId } : { lt: firstKept.id } },
          orderBy: { id: 'desc' },
          select: { id: true, hash: true },
        });
        if (last === null) return 0;
        const { count } = await transaction.auditEvent.deleteMany({ where: { id: { lte: last.id } } });
        await transaction.auditChain.update({ where: { id: 1 }, data: { anchorId: last.id, anchorHash: last.hash } });
        return count;
      });
    },
  };
}

/** Holds the chain's one row until the transaction ends: replicas append one after another. */
async function holdChain(transaction: Prisma.TransactionClient) {
  await transaction.$executeRaw`INSERT INTO audit_chain (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET id = 1`;
  return transaction.auditChain.findUniqueOrThrow({ where: { id: 1 } });
}
