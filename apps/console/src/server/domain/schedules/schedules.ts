import { Failure } from '@damselfly/core';
import { z } from 'zod';
import type { Reader } from '../access/access-rule.ts';
import type { Viewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { makerOf } from '../jobs/maker.ts';
import { parseCron } from './cron.ts';

export interface ScheduleRow {
  readonly id: number;
  readonly tenantId: string;
  readonly name: string;
  readonly cron: string;
  readonly timeZone: string;
  readonly jobType: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly clusterIds: readonly number[];
  readonly enabled: boolean;
  readonly createdById: number | null;
  readonly nextRunAt: Date | null;
  readonly lastRunAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

interface StoredSchedule
  extends Omit<ScheduleRow, 'id' | 'tenantId' | 'createdById' | 'lastRunAt' | 'createdAt' | 'updatedAt'> {
  readonly secretCipher: string | null;
}

/** Keeps schedules; those that a reader may not touch do not exist for it. A name twice in a tenant: `conflict`. */
export interface ScheduleStore {
  list(reader: Reader): Promise<readonly ScheduleRow[]>;
  byId(reader: Reader, action: 'read' | 'update' | 'delete', id: number): Promise<ScheduleRow | undefined>;
  insert(tenantId: string, createdById: number | null, schedule: StoredSchedule): Promise<ScheduleRow>;
  update(id: number, change: Partial<StoredSchedule>): Promise<ScheduleRow | undefined>;
  remove(id: number): Promise<void>;
}

const shape = {
  name: z.string().trim().min(1).max(128),
  /** Five fields: minute, hour, day, month, day of the week. */
  cron: z.string().min(1).max(128),
  timeZone: z.string().min(1).max(64),
  args: z.record(z.string(), z.unknown()),
  clusterIds: z.array(z.int().positive()).max(1000),
  enabled: z.boolean(),
};
export const scheduleSettings = z.strictObject({
  ...shape,
  timeZone: shape.timeZone.default('UTC'),
  clusterIds: shape.clusterIds.default([]),
  enabled: shape.enabled.default(true),
});
export const scheduleChange = z.strictObject({
  name: shape.name.optional(),
  cron: shape.cron.optional(),
  timeZone: shape.timeZone.optional(),
  args: shape.args.optional(),
  clusterIds: shape.clusterIds.optional(),
  enabled: shape.enabled.optional(),
});

export interface Schedules {
  list(reader: Reader): Promise<readonly ScheduleRow[]>;
  /** A schedule of preheats. Throws `invalid` with the field, `notFound` for a cluster the viewer may not use. */
  create(viewer: Viewer, settings: z.output<typeof scheduleSettings>): Promise<ScheduleRow>;
  update(viewer: Viewer, id: number, change: z.output<typeof scheduleChange>): Promise<ScheduleRow>;
  remove(viewer: Viewer, id: number): Promise<void>;
  /** The next times a line means, to show them before it is kept. Throws `invalid`. */
  preview(cron: string, timeZone: string, count: number): readonly Date[];
}

export interface SchedulesNeeds {
  readonly store: ScheduleStore;
  readonly jobs: Pick<Jobs, 'prepare'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly now: () => number;
}

const missing = (id: number) => new Failure('notFound', `there is no schedule ${id}`);

function rhythmOf(cron: string, timeZone: string) {
  const rhythm = parseCron(cron, timeZone);
  if (rhythm !== undefined) return rhythm;
  throw new Failure(
    'invalid',
    'cron: is no line of five fields in a known time zone that comes at some time, such as "30 2 * * 1-5" in Europe/Berlin',
  );
}

/** Preheats by the clock. A schedule outlives whoever made it; what it may use was settled when it was made. */
export function createSchedules({ store, jobs, audit, now }: SchedulesNeeds): Schedules {
  const nextOf = (cron: string, timeZone: string) => rhythmOf(cron, timeZone).next(new Date(now())) ?? null;
  const note = (viewer: Viewer, action: string, { id, name, tenantId }: ScheduleRow, change: object) =>
    audit.record(viewer, { action, tenantId, target: { kind: 'Schedule', id, name }, ...change });
  return {
    list: (reader) => store.list(reader),
    async create(viewer, { args: wanted, clusterIds: asked, ...settings }) {
      const nextRunAt = nextOf(settings.cron, settings.timeZone);
      const { args, secretCipher, clusterIds } = await jobs.prepare(makerOf(viewer), wanted, asked);
      const schedule = { ...settings, jobType: 'preheat', args, secretCipher, clusterIds, nextRunAt };
      const after = await store.insert(viewer.tenant.id, viewer.user?.id ?? null, schedule);
      await note(viewer, 'create', after, { after });
      return after;
    },
    async update(viewer, id, { args: wanted, clusterIds: asked, ...change }) {
      const before = await store.byId(viewer, 'update', id);
      if (before === undefined) throw missing(id);
      const { cron = before.cron, timeZone = before.timeZone } = change;
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const work =
        wanted === undefined && asked === undefined
          ? {}
          : await jobs.prepare(makerOf(viewer), wanted ?? before.args, asked ?? before.clusterIds);
      // Arguments that were not given anew keep the secrets they came with.
      const { secretCipher: _, ...kept } = { secretCipher: null, ...work };
      const row = await store.update(id, {
        ...{ ...given, ...(wanted === undefined ? kept : work) },
        nextRunAt: nextOf(cron, timeZone),
      });
      if (row === undefined) throw missing(id);
      await note(viewer, 'update', row, { before, after: row });
      return row;
    },
    async remove(viewer, id) {
      const before = await store.byId(viewer, 'delete', id);
      if (before === undefined) throw missing(id);
      await store.remove(id);
      await note(viewer, 'delete', before, { before });
    },
    preview(cron, timeZone, count) {
      const rhythm = rhythmOf(cron, timeZone);
      const times: Date[] = [];
      for (let at: Date | undefined = new Date(now()); times.length < count; ) {
        at = rhythm.next(at);
        if (at === undefined) break;
        times.push(at);
      }
      return times;
    },
  };
}
