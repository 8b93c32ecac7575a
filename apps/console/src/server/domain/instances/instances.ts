import { Failure } from '@damselfly/core';
import type { Reader } from '../access/access-rule.ts';
import { permits } from '../access/permits.ts';
import type { Viewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';

/** A registered scheduler or seed peer, as people list it. */
export interface RegisteredRow {
  readonly id: number;
  /** A scheduler cluster, or a seed peer cluster. */
  readonly clusterId: number;
  readonly hostname: string;
  readonly ip: string;
  readonly port: number;
  readonly idc: string;
  readonly location: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly leaseRenewedAt: Date | null;
  /** It is active until then. */
  readonly expiresAt: Date | null;
}

export interface RegisteredScheduler extends RegisteredRow {
  readonly features: readonly string[];
  readonly keepAliveIntervalMs: number;
}

export interface RegisteredSeedPeer extends RegisteredRow {
  readonly type: string;
  readonly downloadPort: number;
}

export interface InstanceFilter {
  readonly hostname?: string | undefined;
  readonly ip?: string | undefined;
  readonly idc?: string | undefined;
  readonly location?: string | undefined;
  readonly clusterId?: number | undefined;
  readonly state?: 'active' | 'inactive' | undefined;
}

export interface InstanceChange {
  readonly ip?: string | undefined;
  readonly port?: number | undefined;
  readonly idc?: string | undefined;
  readonly location?: string | undefined;
  readonly features?: readonly string[] | undefined;
  readonly downloadPort?: number | undefined;
}

export interface InstancePage<Row> {
  /** By id. */
  readonly items: readonly Row[];
  readonly total: number;
}

/** Reads and changes members; rows that the reader may not touch do not exist. */
export interface InstanceStore<Row extends RegisteredRow> {
  list(
    reader: Reader,
    filter: InstanceFilter & { readonly now: Date },
    page: { readonly skip: number; readonly limit: number },
  ): Promise<InstancePage<Row>>;
  byId(reader: Reader, action: 'read' | 'update' | 'delete', id: number): Promise<Row | undefined>;
  update(id: number, change: InstanceChange): Promise<void>;
  remove(id: number): Promise<void>;
  /** Whose a cluster is; `undefined` for one that is not there. */
  tenantOf(clusterId: number): Promise<string | null | undefined>;
}

/** Instances of one kind. Everything that names one throws `notFound` for what the viewer may not touch so. */
export interface Instances<Row extends RegisteredRow> {
  list(
    reader: Reader,
    filter: InstanceFilter,
    page: { readonly skip: number; readonly limit: number },
  ): Promise<InstancePage<Row>>;
  byId(reader: Reader, id: number): Promise<Row>;
  /** Registers one by hand, as it would do itself; it is inactive until it keeps alive. */
  add(viewer: Viewer, clusterId: number, register: () => Promise<{ readonly id: number }>): Promise<Row>;
  update(viewer: Viewer, id: number, change: InstanceChange): Promise<Row>;
  /** Throws `precondition` while it is active: it would be there again at once. */
  remove(viewer: Viewer, id: number): Promise<void>;
}

export interface InstancesNeeds<Row extends RegisteredRow> {
  readonly kind: 'Scheduler' | 'SeedPeer';
  readonly store: InstanceStore<Row>;
  /** Called after a change, so that what was read before is read again. */
  readonly changed: () => void;
  readonly audit: Pick<Audit, 'record'>;
  readonly now: () => number;
}

const nouns = { Scheduler: 'scheduler', SeedPeer: 'seed peer' } as const;
const clusterFields = { Scheduler: 'schedulerCluster.tenantId', SeedPeer: 'seedPeerCluster.tenantId' } as const;

/** Schedulers or seed peers, beside what they say of themselves. */
export function createInstances<Row extends RegisteredRow>(needs: InstancesNeeds<Row>): Instances<Row> {
  const { kind, store, changed, audit, now } = needs;
  const found = async (reader: Reader, action: 'read' | 'update' | 'delete', id: number): Promise<Row> => {
    const row = await store.byId(reader, action, id);
    if (row === undefined) throw new Failure('notFound', `There is no ${nouns[kind]} ${id} that you may ${action}.`);
    return row;
  };
  const target = ({ id, hostname: name }: RegisteredRow) => ({ kind, id, name }) as const;
  return {
    list: (reader, filter, page) => store.list(reader, { ...filter, now: new Date(now()) }, page),
    byId: (reader, id) => found(reader, 'read', id),
    async add(viewer, clusterId, register) {
      const tenantId = await store.tenantOf(clusterId);
      if (tenantId === undefined || !permits(viewer.rules, 'create', kind, { [clusterFields[kind]]: tenantId }))
        throw new Failure('notFound', `There is no cluster ${clusterId} that you may add to.`);
      const row = await found(viewer, 'read', (await register()).id);
      await audit.record(viewer, { action: 'create', target: target(row), tenantId, after: row });
      return row;
    },
    async update(viewer, id, change) {
      const before = await found(viewer, 'update', id);
      await store.update(id, change);
      changed();
      const after = await found(viewer, 'read', id);
      await audit.record(viewer, { action: 'update', target: target(before), before, after });
      return after;
    },
    async remove(viewer, id) {
      const before = await found(viewer, 'delete', id);
      if (before.expiresAt !== null && before.expiresAt.getTime() > now())
        throw new Failure('precondition', `${before.hostname} is active; stop it first.`);
      await store.remove(id);
      changed();
      await audit.record(viewer, { action: 'delete', target: target(before), before });
    },
  };
}
