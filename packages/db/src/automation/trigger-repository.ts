import { z } from 'zod';
import { accessible, type Reader } from '../access/readable.ts';
import type { Prisma, PrismaClient } from '../generated/client.ts';
import { taken } from '../known-errors.ts';

const columns = {
  ...{ id: true, tenantId: true, name: true, kind: true, filters: true, args: true, clusterIds: true, enabled: true },
  ...{ createdById: true, lastFiredAt: true, createdAt: true, updatedAt: true },
} as const;
const texts = z.array(z.string()).default([]);
const filters = z.object({ repositories: texts, tags: texts });

export interface TriggerColumns {
  readonly name: string;
  readonly kind: 'harbor' | 'kraken' | 'oci';
  readonly filters: { readonly repositories: readonly string[]; readonly tags: readonly string[] };
  /** JSON, without secrets. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly secretCipher: string | null;
  readonly clusterIds: readonly number[];
  readonly enabled: boolean;
}

type Row = Prisma.TriggerGetPayload<{ select: typeof columns }>;
const rowOf = <R extends Row>({ args, filters: stored, ...row }: R) => ({
  ...row,
  args: args as Readonly<Record<string, unknown>>,
  filters: filters.parse(stored),
});
const json = (value: object) => value as Prisma.InputJsonObject;

/** Triggers, as far as a reader may see or change them. */
export function triggerRepository({ client }: { readonly client: PrismaClient }) {
  const named = <T>(name: string, work: () => Promise<T>) => taken(`a trigger "${name}"`, work);
  return {
    async list(reader: Reader) {
      const allowed = accessible(reader, 'read', 'Trigger');
      if (allowed === undefined) return [];
      const rows = await client.trigger.findMany({
        where: allowed,
        select: columns,
        orderBy: { id: 'asc' },
        take: 1000,
      });
      return rows.map(rowOf);
    },
    async insert(tenantId: string, createdById: number | null, trigger: TriggerColumns) {
      const { args, filters: wanted, clusterIds, ...data } = trigger;
      const row = await named(data.name, () =>
        client.trigger.create({
          data: {
            ...{ ...data, tenantId, createdById, jobType: 'preheat' },
            ...{ args: json(args), filters: json(wanted), clusterIds: [...clusterIds] },
          },
          select: columns,
        }),
      );
      return rowOf(row);
    },
    async byId(reader: Reader, action: 'update' | 'delete', id: number) {
      const allowed = accessible(reader, action, 'Trigger');
      if (allowed === undefined) return undefined;
      const row = await client.trigger.findFirst({ where: { AND: [allowed, { id }] }, select: columns });
      return row === null ? undefined : rowOf(row);
    },
    async setEnabled(id: number, enabled: boolean) {
      const [row] = await client.trigger.updateManyAndReturn({ where: { id }, data: { enabled }, select: columns });
      return row && rowOf(row);
    },
    async remove(id: number): Promise<void> {
      await client.trigger.deleteMany({ where: { id } });
    },
    /** A tenant's triggers of one kind that are switched on, with their secrets. */
    async listening(tenantId: string, kind: TriggerColumns['kind']) {
      const where = { tenantId, kind, enabled: true };
      const rows = await client.trigger.findMany({ where, select: { ...columns, secretCipher: true }, take: 1000 });
      return rows.map(rowOf);
    },
    async fired(id: number, at: Date): Promise<void> {
      await client.trigger.updateMany({ where: { id }, data: { lastFiredAt: at } });
    },
  };
}
