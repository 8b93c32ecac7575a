import { Failure } from '@damselfly/core';
import type { Reader } from '../access/access-rule.ts';
import type { Viewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';
import { authorOf } from '../audit/author.ts';
import type { Revising } from '../revisions/revisions.ts';

export type HostState = 'active' | 'draining' | 'left';
export type HostOrder = 'hostname' | 'announcedAt' | 'cpuPercent' | 'diskFreeBytes' | 'txBps' | 'gitVersion';

/** Which hosts; what is left out does not matter. */
export interface HostFilter {
  /** Part of the name, the address or the id. */
  readonly search?: string | undefined;
  readonly clusterId?: number | undefined;
  readonly kind?: 'normal' | 'seed' | undefined;
  readonly state?: HostState | undefined;
  readonly idc?: string | undefined;
  readonly version?: string | undefined;
  /** Whole texts. */
  readonly hostname?: string | undefined;
  readonly ip?: string | undefined;
  readonly location?: string | undefined;
  /** Draining or not, it has not left. */
  readonly present?: boolean | undefined;
}

export interface HostQuery extends HostFilter {
  readonly order: HostOrder;
  readonly direction: 'asc' | 'desc';
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
  /** Rows to pass over, for who counts pages. */
  readonly skip?: number | undefined;
  /** 1 to 1000. */
  readonly limit: number;
}

/** A host as the catalogue has it. Rates are bits per second. */
export interface HostRow {
  readonly id: number;
  readonly schedulerClusterId: number;
  /** As the daemon computes it. */
  readonly hostId: string;
  readonly kind: 'normal' | 'seed';
  readonly hostname: string;
  readonly ip: string;
  readonly port: number;
  readonly downloadPort: number;
  readonly proxyPort: number;
  readonly idc: string;
  readonly location: string;
  readonly os: string;
  readonly platform: string;
  readonly platformFamily: string;
  readonly platformVersion: string;
  readonly kernelVersion: string;
  readonly gitVersion: string;
  readonly gitCommit: string;
  readonly buildPlatform: string;
  readonly concurrentUploadLimit: number;
  readonly disableShared: boolean;
  readonly diskTotalBytes: number;
  readonly diskFreeBytes: number;
  readonly cpuPercent: number;
  readonly memoryUsedPercent: number;
  readonly maxTxBps: number;
  readonly txBps: number;
  readonly labels: unknown;
  readonly draining: boolean;
  readonly firstSeenAt: Date;
  readonly announcedAt: Date;
  readonly leftAt: Date | null;
  readonly state: HostState;
}

export interface HostPage {
  readonly items: readonly HostRow[];
  readonly nextCursor: string | undefined;
  /** How many match, counted up to 10,000. */
  readonly total: number;
}

export interface VersionShare {
  readonly gitVersion: string;
  readonly gitCommit: string;
  readonly hosts: number;
}

export interface HostChange {
  /** It gets no new children. */
  readonly draining?: boolean | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** Reads and changes hosts; rows that the reader may not touch do not exist. */
export interface HostStore {
  search(reader: Reader, query: HostQuery): Promise<HostPage>;
  byId(reader: Reader, id: number): Promise<HostRow | undefined>;
  versions(reader: Reader, filter: HostFilter): Promise<readonly VersionShare[]>;
  remove(reader: Reader, id: number): Promise<boolean>;
  /** Books the revision. False when there is no such host that the reader may change. */
  change(reader: Reader, id: number, change: HostChange, revising: Revising): Promise<boolean>;
}

export interface DrainOutcome {
  readonly hosts: readonly HostRow[];
  /** There is no such host that the viewer may change. */
  readonly missing: readonly number[];
}

export interface Hosts {
  search(reader: Reader, query: HostQuery): Promise<HostPage>;
  /** Throws `notFound`. */
  byId(reader: Reader, id: number): Promise<HostRow>;
  versions(reader: Reader, filter: HostFilter): Promise<readonly VersionShare[]>;
  /** Throws `notFound` for a host that the viewer may not change. */
  change(viewer: Viewer, id: number, change: HostChange): Promise<HostRow>;
  /** Forgets a host; one that is there comes back when it announces itself. Throws `notFound`. */
  remove(viewer: Viewer, id: number): Promise<void>;
  /** Lets hosts get no new children, or lets them again. Those that the viewer may not change are left out. */
  drain(viewer: Viewer, ids: readonly number[], draining: boolean): Promise<DrainOutcome>;
  /** Hosts as lines of CSV, the header first; a page of the store at a time. */
  exportCsv(reader: Reader, filter: HostFilter): AsyncIterable<string>;
}

export interface HostsNeeds {
  readonly store: HostStore;
  /** Called after a change, so that schedulers hear of it. */
  readonly changed: () => void;
  readonly audit: Pick<Audit, 'record'>;
}

const exportPage = 1000;

/** Hosts as their schedulers reported them, and what operators say of them. */
export function createHosts({ store, changed, audit }: HostsNeeds): Hosts {
  const byId = async (reader: Reader, id: number): Promise<HostRow> => {
    const host = await store.byId(reader, id);
    if (host === undefined) throw new Failure('notFound', `There is no host ${id}.`);
    return host;
  };
  const change = async (viewer: Viewer, id: number, wanted: HostChange): Promise<HostRow | undefined> => {
    const before = await store.byId(viewer, id);
    const revising = { author: authorOf(viewer), comment: '' };
    if (before === undefined || !(await store.change(viewer, id, wanted, revising))) return undefined;
    const after = await byId(viewer, id);
    const kept = ({ draining, labels }: HostRow) => ({ draining, labels });
    const target = { kind: 'Host', id, name: after.hostname } as const;
    await audit.record(viewer, { action: 'update', target, before: kept(before), after: kept(after) });
    return after;
  };
  return {
    search: store.search,
    byId,
    versions: store.versions,
    async change(viewer, id, wanted) {
      const after = await change(viewer, id, wanted);
      if (after === undefined) throw new Failure('notFound', `There is no host ${id} that you may change.`);
      changed();
      return after;
    },
    async remove(viewer, id) {
      const before = await store.byId(viewer, id);
      if (before === undefined || !(await store.remove(viewer, id)))
        throw new Failure('notFound', `There is no host ${id} that you may delete.`);
      await audit.record(viewer, { action: 'delete', target: { kind: 'Host', id, name: before.hostname }, before });
    },
    async drain(viewer, ids, draining) {
      const hosts: HostRow[] = [];
      const missing: number[] = [];
      for (const id of new Set(ids)) {
        const after = await change(viewer, id, { draining });
        if (after === undefined) missing.push(id);
        else hosts.push(after);
      }
      if (hosts.length > 0) changed();
      return { hosts, missing };
    },
    async *exportCsv(reader, filter) {
      yield csvLine(csvColumns);
      let cursor: string | undefined;
      do {
        const page = await store.search(reader, {
          ...filter,
          order: 'hostname',
          direction: 'asc',
          limit: exportPage,
          cursor,
        });
        for (const host of page.items) yield csvLine(csvColumns.map((column) => csvValue(host[column])));
        cursor = page.nextCursor;
      } while (cursor !== undefined);
    },
  };
}

const csvColumns = [
  ...['id', 'schedulerClusterId', 'hostId', 'kind', 'hostname', 'ip', 'port', 'downloadPort', 'proxyPort'],
  ...['idc', 'location', 'os', 'platform', 'platformFamily', 'platformVersion', 'kernelVersion', 'gitVersion'],
  ...['gitCommit', 'buildPlatform', 'concurrentUploadLimit', 'diskTotalBytes', 'diskFreeBytes', 'cpuPercent'],
  ...['memoryUsedPercent', 'maxTxBps', 'txBps', 'state', 'firstSeenAt', 'announcedAt', 'leftAt'],
] as const satisfies readonly (keyof HostRow)[];

const csvValue = (value: HostRow[(typeof csvColumns)[number]]): string =>
  value instanceof Date ? value.toISOString() : String(value ?? '');

/** RFC 4180; a value that a spreadsheet would take for a formula is made text. */
const csvLine = (values: readonly string[]): string =>
  `${values.map((value) => `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`).join(',')}\r\n`;
