import { z } from 'zod';
import { demand } from '../access/permits.ts';
import type { Viewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';
import type { SettingStore } from '../usage/stores.ts';
import { type GcKind, gcKinds } from './kinds.ts';

const dayMs = 24 * 3600e3;

/** How long something is kept, and how often what is older is looked for. */
export const gcPeriods = z.strictObject({
  keepMs: z
    .int()
    .min(60_000)
    .max(3650 * dayMs),
  everyMs: z
    .int()
    .min(60_000)
    .max(30 * dayMs),
});
export type GcPeriods = z.output<typeof gcPeriods>;

const lastRun = z.object({ atMs: z.int(), removed: z.int() });

/** One kind of rows, its periods, and when it was last cleaned by the clock. */
export interface GcLine extends GcPeriods {
  readonly kind: GcKind;
  readonly lastRunAtMs: number | null;
  readonly lastRemoved: number | null;
  readonly nextRunAtMs: number;
}

/** Removes what ended before, and says how many rows; of one tenant, where rows belong to tenants. */
export type Sweep = (before: Date, tenantId?: string) => Promise<number>;

export interface Gc {
  list(): Promise<readonly GcLine[]>;
  /** Throws `forbidden` for who may not change the platform's settings. */
  set(viewer: Viewer, kind: GcKind, periods: GcPeriods): Promise<GcLine>;
  /** Forgets what is due of everybody, by the clock. Says what was removed. */
  runDue(): Promise<Partial<Record<GcKind, number>>>;
  /** Forgets now what is older than it is kept; of one tenant, where rows belong to tenants. */
  run(kind: GcKind, tenantId?: string): Promise<number>;
}

export interface GcNeeds {
  readonly settings: SettingStore;
  readonly sweeps: Readonly<Record<GcKind, Sweep>>;
  readonly audit: Pick<Audit, 'record'>;
  readonly now: () => number;
}

/** What holds until somebody says otherwise. */
const usual: Readonly<Record<GcKind, GcPeriods>> = {
  audit: { keepMs: 90 * dayMs, everyMs: dayMs / 24 },
  job: { keepMs: 30 * dayMs, everyMs: dayMs / 24 },
  delivery: { keepMs: 7 * dayMs, everyMs: dayMs / 24 },
  catalogue: { keepMs: 30 * dayMs, everyMs: dayMs / 24 },
  member: { keepMs: 7 * dayMs, everyMs: dayMs / 24 },
};

const periodsName = (kind: GcKind) => `gc.${kind}`;
const runName = (kind: GcKind) => `gc.${kind}.lastRun`;

/** What is old is forgotten: by the clock, and when somebody asks. */
export function createGc({ settings, sweeps, audit, now }: GcNeeds): Gc {
  const line = async (kind: GcKind): Promise<GcLine> => {
    const periods = gcPeriods.catch(usual[kind]).parse(await settings.read(periodsName(kind)));
    const ran = lastRun.safeParse(await settings.read(runName(kind)));
    return {
      ...{ kind, ...periods },
      lastRunAtMs: ran.data?.atMs ?? null,
      lastRemoved: ran.data?.removed ?? null,
      nextRunAtMs: ran.success ? ran.data.atMs + periods.everyMs : now(),
    };
  };
  const sweep = (kind: GcKind, keepMs: number, tenantId?: string) => sweeps[kind](new Date(now() - keepMs), tenantId);
  return {
    list: () => Promise.all(gcKinds.map(line)),
    async set(viewer, kind, periods) {
      demand(viewer, 'update', 'Setting', { tenantId: null });
      const before = await line(kind);
      await settings.write(periodsName(kind), periods);
      const { keepMs, everyMs } = before;
      const target = { kind: 'Setting', id: periodsName(kind) } as const;
      await audit.record(viewer, {
        action: 'update',
        target,
        tenantId: null,
        before: { keepMs, everyMs },
        after: periods,
      });
      return line(kind);
    },
    async runDue() {
      const removed: Partial<Record<GcKind, number>> = {};
      for (const { kind, keepMs, nextRunAtMs } of await this.list()) {
        if (nextRunAtMs > now()) continue;
        const count = await sweep(kind, keepMs);
        removed[kind] = count;
        await settings.write(runName(kind), { atMs: now(), removed: count });
      }
      return removed;
    },
    run: async (kind, tenantId) => sweep(kind, (await line(kind)).keepMs, tenantId),
  };
}
