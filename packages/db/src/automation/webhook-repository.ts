import { accessible, type Reader } from '../access/readable.ts';
import type { PrismaClient } from '../generated/client.ts';
import { taken } from '../known-errors.ts';

const columns = {
  ...{ id: true, tenantId: true, name: true, url: true, events: true, enabled: true },
  ...{ createdAt: true, updatedAt: true },
} as const;

export interface WebhookColumns {
  readonly name: string;
  readonly url: string;
  readonly secretCipher: string;
  /** None: all of them. */
  readonly events: readonly string[];
  readonly enabled: boolean;
}

/** A delivery that is to be tried now. */
export interface DueDelivery {
  readonly id: string;
  readonly event: string;
  readonly payload: unknown;
  readonly attempts: number;
  readonly url: string;
  readonly secretCipher: string;
}

/** Webhooks, as far as a reader may see or change them; and what is to be delivered. */
export function webhookRepository({ client }: { readonly client: PrismaClient }) {
  const named = <T>(name: string, work: () => Promise<T>) => taken(`a webhook "${name}"`, work);
  return {
    async list(reader: Reader) {
      const allowed = accessible(reader, 'read', 'Webhook');
      if (allowed === undefined) return [];
      return client.webhook.findMany({ where: allowed, select: columns, orderBy: { id: 'asc' }, take: 1000 });
    },
    insert: (tenantId: string, { events, ...data }: WebhookColumns) =>
      named(data.name, () =>
        client.webhook.create({ data: { ...data, tenantId, events: [...events] }, select: columns }),
      ),
    async byId(reader: Reader, action: 'update' | 'delete', id: number) {
      const allowed = accessible(reader, action, 'Webhook');
      if (allowed === undefined) return undefined;
      const row = await client.webhook.findFirst({ where: { AND: [allowed, { id }] }, select: columns });
      return row ?? undefined;
    },
    async update(id: number, { events, ...change }: Partial<WebhookColumns>) {
      const data = { ...change, ...(events && { events: [...events] }) };
      const [row] = await named(change.name ?? '', () =>
        client.webhook.updateManyAndReturn({ where: { id }, data, select: columns }),
      );
      return row;
    },
    async remove(id: number): Promise<void> {
      await client.webhook.deleteMany({ where: { id } });
    },
    /** The last hundred of a webhook, newest first. */
    async deliveries(reader: Reader, webhookId: number) {
      const allowed = accessible(reader, 'read', 'Webhook');
      if (allowed === undefined) return [];
      const where = { webhook: { AND: [allowed, { id: webhookId }] } };
      const rows = await client.webhookDelivery.findMany({ where, orderBy: { id: 'desc' }, take: 100 });
      return rows.map(({ id, webhookId: _, ...row }) => ({ id: String(id), ...row }));
    },
    /** Takes deliveries that are due; whoever takes one has until `retryMs` to say what became of it. */
    async take(limit: number, retryMs: number): Promise<readonly DueDelivery[]> {
      const rows = await client.$queryRaw<(Omit<DueDelivery, 'id'> & { id: bigint })[]>`
        WITH due AS (
          SELECT d."id" FROM "webhook_delivery" d WHERE d."state" = 'pending' AND d."next_attempt_at" <= now()
          ORDER BY d."next_attempt_at" LIMIT ${limit} FOR UPDATE SKIP LOCKED
        ), taken AS (
          UPDATE "webhook_delivery" SET "attempts" = "attempts" + 1,
            "next_attempt_at" = now() + ${retryMs} * interval '1 millisecond'
          WHERE "id" IN (SELECT "id" FROM due) RETURNING *
        )
        SELECT t."id", t."event", t."payload", t."attempts", w."url", w."secret_cipher" AS "secretCipher"
        FROM taken t JOIN "webhook" w ON w."id" = t."webhook_id"`;
      return rows.map(({ id, ...row }) => ({ id: String(id), ...row }));
    },
    /** What became of an attempt; with `retryMs` it is tried again after that. */
    async settle(id: string, how: { delivered: boolean; statusCode?: number; failure?: string; retryMs?: number }) {
      const { delivered, statusCode, failure = '', retryMs } = how;
      const over = delivered || retryMs === undefined;
      await client.webhookDelivery.updateMany({
        where: { id: BigInt(id) },
        data: {
          state: delivered ? 'delivered' : over ? 'failed' : 'pending',
          failure: failure.slice(0, 1024),
          ...(statusCode !== undefined && { statusCode }),
          ...(over ? { finishedAt: new Date() } : { nextAttemptAt: new Date(Date.now() + retryMs) }),
        },
      });
    },
    async forgetBefore(at: Date): Promise<number> {
      return (await client.webhookDelivery.deleteMany({ where: { finishedAt: { lt: at } } })).count;
    },
  };
}
