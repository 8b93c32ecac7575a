import { Failure } from '@damselfly/core';
import type { Reader } from '../access/access-rule.ts';
import { demand } from '../access/permits.ts';
import type { Viewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';
import { authorOf } from '../audit/author.ts';
import type { Revising, Revision } from '../revisions/revisions.ts';
import type { ClusterRecord } from '../topology/stores.ts';
import { type ClusterChange, type ClusterSettings, clusterSettings, settingsOf } from './cluster-settings.ts';

/** A cluster's rows. */
export interface StoredCluster {
  readonly tenantId: string | null;
  /** Where its seed peers register; absent in a cluster without. */
  readonly seedPeerClusterId: number | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly record: ClusterRecord;
}

/** A cluster's settings with what tells changes apart. */
export interface StoredSettings extends StoredCluster {
  /** 0 before the first change. */
  readonly revision: number;
}

/** Writes clusters; rows that the reader may not touch do not exist. A change and its revision are kept together or not at all. */
export interface ClusterAdminStore {
  settings(reader: Reader, action: 'read' | 'update' | 'delete', id: number): Promise<StoredSettings | undefined>;
  /** By id. */
  list(reader: Reader): Promise<readonly StoredCluster[]>;
  /** Throws `conflict` when the name is taken. */
  create(tenantId: string | null, settings: ClusterSettings, revising: Revising): Promise<number>;
  /** Throws `conflict` when the name is taken or the expected revision is not the newest. */
  update(id: number, settings: ClusterSettings, revising: Revising): Promise<number>;
  /** Throws `precondition` while schedulers are active at `now`. */
  remove(id: number, revising: Revising, now: Date): Promise<void>;
  /** Newest first, at most `limit`. */
  history(id: number, limit: number): Promise<readonly Revision[]>;
  revision(id: number, revision: number): Promise<Revision | undefined>;
}

/** A cluster as it is configured. */
export interface ConfiguredCluster extends Omit<StoredCluster, 'record'> {
  readonly id: number;
  readonly settings: ClusterSettings;
}

export interface ClusterInForce extends ConfiguredCluster {
  readonly revision: number;
}

export interface ChangeNote {
  readonly comment?: string | undefined;
  readonly expectedRevision?: number | undefined;
}

/** Clusters as their administrators change them. Every method throws `notFound` for a cluster the viewer may not touch so. */
export interface ClusterAdmin {
  /** All that the viewer sees, by id. */
  list(viewer: Viewer): Promise<readonly ConfiguredCluster[]>;
  settings(viewer: Viewer, id: number): Promise<ClusterInForce>;
  /** For one tenant, or `null` for all of them. Throws `forbidden` where the viewer may make none. */
  create(
    viewer: Viewer,
    tenantId: string | null,
    settings: ClusterSettings,
    note?: ChangeNote,
  ): Promise<ClusterInForce>;
  update(viewer: Viewer, id: number, change: ClusterChange, note?: ChangeNote): Promise<ClusterInForce>;
  remove(viewer: Viewer, id: number, note?: ChangeNote): Promise<void>;
  history(viewer: Viewer, id: number): Promise<readonly Revision[]>;
  /** Makes an older revision the newest. */
  rollback(viewer: Viewer, id: number, revision: number, note?: ChangeNote): Promise<ClusterInForce>;
}

export interface ClusterAdminNeeds {
  readonly store: ClusterAdminStore;
  /** Called after every change, so that schedulers and peers hear of it. */
  readonly changed: () => void;
  readonly audit: Pick<Audit, 'record'>;
  readonly now: () => number;
}

const historyLimit = 200;

export function createClusterAdmin({ store, changed, audit, now }: ClusterAdminNeeds): ClusterAdmin {
  const found = async (viewer: Viewer, action: 'read' | 'update' | 'delete', id: number) => {
    const stored = await store.settings(viewer, action, id);
    if (stored === undefined) throw new Failure('notFound', `There is no cluster ${id} that you may ${action}.`);
    return stored;
  };
  const revising = (viewer: Viewer, { comment = '', expectedRevision }: ChangeNote = {}): Revising => ({
    author: authorOf(viewer),
    comment,
    expectedRevision,
  });
  const inForce = async (viewer: Viewer, id: number): Promise<ClusterInForce> => {
    const { revision, ...stored } = await found(viewer, 'read', id);
    return { ...configured(stored), revision };
  };
  const target = (id: number, { name }: Pick<ClusterSettings, 'name'>) =>
    ({ kind: 'SchedulerCluster', id, name }) as const;
  const replace = async (
    viewer: Viewer,
    { tenantId, record }: StoredSettings,
    settings: ClusterSettings,
    note: ChangeNote | undefined,
  ) => {
    const { id } = record;
    await store.update(id, settings, revising(viewer, note));
    changed();
    const states = { before: settingsOf(record), after: settings };
    await audit.record(viewer, { action: 'update', target: target(id, settings), tenantId, ...states });
    return inForce(viewer, id);
  };

  return {
    list: async (viewer) => (await store.list(viewer)).map(configured),
    settings: inForce,
    async create(viewer, tenantId, settings, note) {
      demand(viewer, 'create', 'SchedulerCluster', { tenantId });
      const id = await store.create(tenantId, settings, revising(viewer, note));
      changed();
      await audit.record(viewer, { action: 'create', target: target(id, settings), tenantId, after: settings });
      return inForce(viewer, id);
    },
    async update(viewer, id, change, note) {
      const stored = await found(viewer, 'update', id);
      return replace(viewer, stored, clusterSettings.parse({ ...settingsOf(stored.record), ...change }), note);
    },
    async remove(viewer, id, note) {
      const { tenantId, record } = await found(viewer, 'delete', id);
      await store.remove(id, revising(viewer, note), new Date(now()));
      changed();
      const before = settingsOf(record);
      await audit.record(viewer, { action: 'delete', target: target(id, before), tenantId, before });
    },
    async history(viewer, id) {
      await found(viewer, 'read', id);
      return store.history(id, historyLimit);
    },
    async rollback(viewer, id, revision, note) {
      const stored = await found(viewer, 'update', id);
      const older = await store.revision(id, revision);
      const settings = clusterSettings.safeParse(older?.value);
      if (!settings.success) throw new Failure('notFound', `Cluster ${id} has no revision ${revision} to go back to.`);
      return replace(viewer, stored, settings.data, { comment: `back to revision ${revision}`, ...note });
    },
  };
}

const configured = ({ record, ...stored }: StoredCluster): ConfiguredCluster => ({
  ...stored,
  id: record.id,
  settings: settingsOf(record),
});
