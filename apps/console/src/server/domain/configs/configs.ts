import { Failure } from '@damselfly/core';
import { z } from 'zod';
import { demand } from '../access/permits.ts';
import type { Viewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';
import type { Gc } from '../gc/gc.ts';

/** A named text of the platform, as Dragonfly keeps them. */
export interface ConfigRow {
  readonly id: number;
  readonly name: string;
  /** Usually JSON. */
  readonly value: string;
  readonly bio: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface ConfigStore {
  /** By id. */
  list(): Promise<readonly ConfigRow[]>;
  byId(id: number): Promise<ConfigRow | undefined>;
  /** Throws `conflict` for a taken name. */
  create(name: string, value: string, bio: string): Promise<ConfigRow>;
  update(id: number, change: { readonly value?: string | undefined; readonly bio?: string | undefined }): Promise<void>;
  remove(id: number): Promise<void>;
}

/** Dragonfly's configs. `gc` is always there: it says, and sets, how long audit events and jobs are kept. */
export interface Configs {
  list(viewer: Viewer): Promise<readonly ConfigRow[]>;
  byId(viewer: Viewer, id: number): Promise<ConfigRow>;
  create(viewer: Viewer, config: Pick<ConfigRow, 'name' | 'value' | 'bio'>): Promise<ConfigRow>;
  update(
    viewer: Viewer,
    id: number,
    change: { value?: string | undefined; bio?: string | undefined },
  ): Promise<ConfigRow>;
  /** Throws `precondition` for `gc`. */
  remove(viewer: Viewer, id: number): Promise<void>;
}

export interface ConfigsNeeds {
  readonly store: ConfigStore;
  readonly gc: Pick<Gc, 'list' | 'set'>;
  readonly audit: Pick<Audit, 'record'>;
}

const gcName = 'gc';
const ttl = z.object({ ttl: z.number().positive() });
/** Go writes durations as nanoseconds. */
const gcValue = z.object({ audit: ttl.optional(), job: ttl.optional() });
const nsPerMs = 1e6;

export function createConfigs({ store, gc, audit }: ConfigsNeeds): Configs {
  const shown = async (row: ConfigRow): Promise<ConfigRow> => {
    if (row.name !== gcName) return row;
    const lines = new Map((await gc.list()).map((line) => [line.kind, { ttl: line.keepMs * nsPerMs }]));
    return { ...row, value: JSON.stringify({ audit: lines.get('audit'), job: lines.get('job') }) };
  };
  const found = async (id: number): Promise<ConfigRow> => {
    const row = await store.byId(id);
    if (row === undefined) throw new Failure('notFound', `There is no config ${id}.`);
    return shown(row);
  };
  const setGc = async (viewer: Viewer, text: string): Promise<void> => {
    const wanted = gcValue.parse(jsonOf(text));
    for (const { kind, everyMs } of await gc.list()) {
      const keep = kind === 'audit' || kind === 'job' ? wanted[kind]?.ttl : undefined;
      if (keep !== undefined) await gc.set(viewer, kind, { keepMs: Math.round(keep / nsPerMs), everyMs });
    }
  };
  const target = ({ id, name }: Pick<ConfigRow, 'id' | 'name'>) => ({ kind: 'Setting', id, name }) as const;
  const touch = (viewer: Viewer, action: 'create' | 'read' | 'update' | 'delete') =>
    demand(viewer, action, 'Setting', { tenantId: null });
  return {
    async list(viewer) {
      touch(viewer, 'read');
      const rows = await store.list();
      const all = rows.some(({ name }) => name === gcName) ? rows : [...rows, await store.create(gcName, '{}', '')];
      return Promise.all(all.map(shown));
    },
    async byId(viewer, id) {
      touch(viewer, 'read');
      return found(id);
    },
    async create(viewer, { name, value, bio }) {
      touch(viewer, 'create');
      const row = await store.create(name, value, bio);
      if (name === gcName) await setGc(viewer, value);
      await audit.record(viewer, { action: 'create', target: target(row), tenantId: null, after: { value, bio } });
      return found(row.id);
    },
    async update(viewer, id, change) {
      touch(viewer, 'update');
      const before = await found(id);
      if (before.name === gcName && change.value !== undefined) await setGc(viewer, change.value);
      await store.update(id, change);
      const after = await found(id);
      await audit.record(viewer, { action: 'update', target: target(before), tenantId: null, before, after });
      return after;
    },
    async remove(viewer, id) {
      touch(viewer, 'delete');
      const before = await found(id);
      if (before.name === gcName) throw new Failure('precondition', 'The periods of garbage collection stay.');
      await store.remove(id);
      await audit.record(viewer, { action: 'delete', target: target(before), tenantId: null, before });
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Failure('invalid', 'value: the config gc must be JSON', { cause });
  }
}
