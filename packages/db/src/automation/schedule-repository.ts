import { accessible, type Reader } from '../access/readable.ts';
import type { Prisma, PrismaClient } from '../generated/client.ts';
import { taken } from '../known-errors.ts';

const columns = {
  ...{ id: true, tenantId: true, name: true, cron: true, timeZone: true, jobType: true, args: true, clusterIds: true },
  ...{ enabled: true, createdById: true, nextRunAt: true, lastRunAt: true, createdAt: true, updatedAt: true },
} as const;

export interface ScheduleColumns {
  readonly name: string;
  readonly cron: string;
  readonly timeZone: string;
  readonly jobType: string;
  /** JSON, without secrets. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly secretCipher: string | null;
  readonly clusterIds: readonly number[];
  readonly enabled: boolean;
  readonly nextRunAt: Date | null;
}

type Row = Prisma.ScheduleGetPayload<{ select: typeof columns }>;
const rowOf = ({ args, ...row }: Row) => ({ ...row, args: args as Readonly<Record<string, unknown>> });
const dataOf = ({ args, clusterIds, ...data }: Partial<ScheduleColumns>) => ({
  ...data,
  ...(args && { args: args as Prisma.InputJsonObject }),
  ...(clusterIds && { clusterIds: [...clusterIds] }),
});

/** Schedules, as far as a reader may see or change them; and those that are due, for the clock. */
export function scheduleRepository({ client }: { readonly client: PrismaClient }) {
  const named = <T>(name: string, work: () => Promise<T>) => taken(`a schedule "${name}"`, work);
  return {
    async list(reader: Reader) {
      const allowed = accessible(reader, 'read', 'Schedule');
      if (allowed === undefined) return [];
      const rows = await client.schedule.findMany({
        where: allowed,
        select: columns,
        orderBy: { id: 'asc' },
        take: 1000,
      });
      return rows.map(rowOf);
    },
    async byId(reader: Reader, action: 'read' | 'update' | 'delete', id: number) {
      const allowed = accessible(reader, action, 'Schedule');
      if (allowed === undefined) return undefined;
      const row = await client.schedule.findFirst({ where: { AND: [allowed, { id }] }, select: columns });
      return row === null ? undefined : rowOf(row);
    },
    async insert(tenantId: string, createdById: number | null, { args, clusterIds, ...data }: ScheduleColumns) {
      const row = await named(data.name, () =>
        client.schedule.create({
          data: {
            ...{ ...data, tenantId, createdById },
            ...{ args: args as Prisma.InputJsonObject, clusterIds: [...clusterIds] },
          },
          select: columns,
        }),
      );
      return rowOf(row);
    },
    async update(id: number, change: Partial<ScheduleColumns>) {
      const [row] = await named(change.name ?? '', () =>
        client.schedule.updateManyAndReturn({ where: { id }, data: dataOf(change), select: columns }),
      );
      return row && rowOf(row);
    },
    async remove(id: number): Promise<void> {
      await client.schedule.deleteMany({ where: { id } });
    },
    /** Those whose time has come, with their secrets and tenants. */
    async due(now: Date, limit: number) {
      const rows = await client.schedule.findMany({
        where: { enabled: true, nextRunAt: { lte: now } },
        select: { ...columns, secretCipher: true, tenant: { select: { id: true, slug: true, name: true } } },
        orderBy: { nextRunAt: 'asc' },
        take: limit,
      });
      return rows.map(({ args, ...row }) => ({ ...row, args: args as Readonly<Record<string, unknown>> }));
    },
    /** Says when it runs next, unless another console has said so already. */
    async advance(id: number, ranFor: Date, nextRunAt: Date | null): Promise<void> {
      const data = { nextRunAt, lastRunAt: new Date() };
      await client.schedule.updateMany({ where: { id, nextRunAt: ranFor }, data });
    },
  };
}
