import { z } from 'zod';
import type { Reader } from '../access/access-rule.ts';
import type { Viewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';
import { type RangeName, ranges, spanMs, spanStart, stepMs } from './ranges.ts';
import type { SettingStore, UsagePoint, UsageStore } from './stores.ts';

/** What a byte from the origin costs. */
export const originPrice = z.strictObject({
  /** Of one GiB (2³⁰ bytes). */
  perGib: z.number().min(0).max(1000),
  /** ISO 4217. */
  currency: z.string().regex(/^[A-Z]{3}$/),
});
export type OriginPrice = z.output<typeof originPrice>;

/** No price is known until somebody sets one: cloud egress is about this. */
const usualPrice: OriginPrice = { perGib: 0.05, currency: 'USD' };
const priceName = 'overview.originPrice';

export interface UsageFilter {
  readonly range: RangeName;
  readonly clusterId?: number | undefined;
  readonly application?: string | undefined;
}

/** Traffic over a range: its course in even steps, and its sums. */
export interface UsageHistory {
  readonly stepMs: number;
  /** Oldest first, one for each step; zeros where nothing moved. */
  readonly points: readonly UsagePoint[];
  readonly sourceBytes: number;
  readonly peerBytes: number;
  readonly startedTasks: number;
  readonly finishedPeers: number;
  readonly failedPeers: number;
}

export interface Usage {
  history(reader: Reader, filter: UsageFilter): Promise<UsageHistory>;
  /** Applications with traffic in the last thirty days. */
  applications(reader: Reader): Promise<readonly string[]>;
  price(): Promise<OriginPrice>;
  setPrice(viewer: Viewer, price: OriginPrice): Promise<void>;
}

export interface UsageNeeds {
  readonly store: UsageStore;
  readonly settings: SettingStore;
  readonly audit: Pick<Audit, 'record'>;
  readonly now: () => number;
}

const nothing = { sourceBytes: 0, peerBytes: 0, startedTasks: 0, finishedPeers: 0, failedPeers: 0 };

/** What moved in the past, and what it would have cost without peers. */
export function createUsage({ store, settings, audit, now }: UsageNeeds): Usage {
  const price = async () => originPrice.catch(usualPrice).parse(await settings.read(priceName));
  return {
    async history(reader, { range, clusterId, application }) {
      const { ms, span } = ranges[range];
      const step = stepMs(range);
      const end = spanStart(now(), span).getTime() + spanMs[span];
      const begin = Math.floor((end - ms) / step) * step;
      const rows = await store.series(reader, {
        ...{ span, from: new Date(begin), to: new Date(end) },
        ...{ schedulerClusterId: clusterId, application },
      });
      const points: UsagePoint[] = [];
      for (let at = begin; at < end; at += step) points.push({ startsAtMs: at, activeHosts: 0, ...nothing });
      for (const row of rows) {
        const index = Math.floor((row.startsAtMs - begin) / step);
        const point = points[index];
        if (point !== undefined) points[index] = { ...added(point, row), startsAtMs: point.startsAtMs };
      }
      const total = points.reduce((sum, point) => added(sum, point), { startsAtMs: begin, activeHosts: 0, ...nothing });
      const { sourceBytes, peerBytes, startedTasks, finishedPeers, failedPeers } = total;
      return { stepMs: step, points, sourceBytes, peerBytes, startedTasks, finishedPeers, failedPeers };
    },
    applications: (reader) => store.applications(reader, new Date(now() - ranges['30d'].ms)),
    price,
    async setPrice(viewer, after) {
      const before = await price();
      await settings.write(priceName, after);
      const target = { kind: 'Setting', id: priceName } as const;
      await audit.record(viewer, { action: 'update', tenantId: null, target, before, after });
    },
  };
}

const added = (a: UsagePoint, b: UsagePoint): UsagePoint => ({
  startsAtMs: a.startsAtMs,
  sourceBytes: a.sourceBytes + b.sourceBytes,
  peerBytes: a.peerBytes + b.peerBytes,
  startedTasks: a.startedTasks + b.startedTasks,
  finishedPeers: a.finishedPeers + b.finishedPeers,
  failedPeers: a.failedPeers + b.failedPeers,
  activeHosts: Math.max(a.activeHosts, b.activeHosts),
});
