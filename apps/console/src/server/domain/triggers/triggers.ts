import { createHash } from 'node:crypto';
import { Failure } from '@damselfly/core';
import { z } from 'zod';
import type { Reader } from '../access/access-rule.ts';
import type { Viewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { makerOf } from '../jobs/maker.ts';
import { fitsGlob } from './glob.ts';
import { type Push, pushesOf, type TriggerKind } from './push.ts';

export interface TriggerRow {
  readonly id: number;
  readonly tenantId: string;
  readonly name: string;
  readonly kind: TriggerKind;
  readonly filters: { readonly repositories: readonly string[]; readonly tags: readonly string[] };
  readonly args: Readonly<Record<string, unknown>>;
  readonly clusterIds: readonly number[];
  readonly enabled: boolean;
  readonly createdById: number | null;
  readonly lastFiredAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

interface StoredTrigger extends Pick<TriggerRow, 'name' | 'kind' | 'filters' | 'args' | 'clusterIds' | 'enabled'> {
  readonly secretCipher: string | null;
}

/** Keeps triggers; those that a reader may not touch do not exist for it. A name twice in a tenant: `conflict`. */
export interface TriggerStore {
  list(reader: Reader): Promise<readonly TriggerRow[]>;
  insert(tenantId: string, createdById: number | null, trigger: StoredTrigger): Promise<TriggerRow>;
  byId(reader: Reader, action: 'update' | 'delete', id: number): Promise<TriggerRow | undefined>;
  setEnabled(id: number, enabled: boolean): Promise<TriggerRow | undefined>;
  remove(id: number): Promise<void>;
  listening(
    tenantId: string,
    kind: TriggerKind,
  ): Promise<readonly (TriggerRow & { readonly secretCipher: string | null })[]>;
  fired(id: number, at: Date): Promise<void>;
}

const glob = z.string().min(1).max(256);
export const triggerSettings = z.strictObject({
  name: z.string().trim().min(1).max(128),
  kind: z.enum(['harbor', 'kraken', 'oci']),
  /** Globs; none: everything. */
  filters: z
    .strictObject({ repositories: z.array(glob).max(100).default([]), tags: z.array(glob).max(100).default([]) })
    .prefault({}),
  /** Of the preheat; the image comes with the push. */
  args: z.record(z.string(), z.unknown()).default({}),
  clusterIds: z.array(z.int().positive()).max(1000).default([]),
  enabled: z.boolean().default(true),
});

export interface Triggers {
  list(reader: Reader): Promise<readonly TriggerRow[]>;
  create(viewer: Viewer, settings: z.output<typeof triggerSettings>): Promise<TriggerRow>;
  setEnabled(viewer: Viewer, id: number, enabled: boolean): Promise<TriggerRow>;
  remove(viewer: Viewer, id: number): Promise<void>;
  /**
   * Makes the jobs that a registry's notification asks for, each once however often it is delivered. Without a trigger of
   * Kraken's kind every push it tells of is preheated on one seed, as Kraken does. Throws `invalid` for no notification.
   */
  notified(viewer: Viewer, kind: TriggerKind, body: unknown): Promise<readonly number[]>;
}

export interface TriggersNeeds {
  readonly store: TriggerStore;
  readonly jobs: Pick<Jobs, 'prepare' | 'create' | 'createPrepared'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly now: () => number;
}

const missing = (id: number) => new Failure('notFound', `there is no trigger ${id}`);
/** Stands for the image while arguments are checked. */
const anyImage = 'registry.invalid/any:any';

/** Preheats what registries say was pushed. */
export function createTriggers({ store, jobs, audit, now }: TriggersNeeds): Triggers {
  const found = async (viewer: Viewer, action: 'update' | 'delete', id: number) => {
    const row = await store.byId(viewer, action, id);
    if (row === undefined) throw missing(id);
    return row;
  };
  const note = (viewer: Viewer, action: string, { id, name, tenantId }: TriggerRow, change: object) =>
    audit.record(viewer, { action, tenantId, target: { kind: 'Trigger', id, name }, ...change });
  return {
    list: (reader) => store.list(reader),
    async create(viewer, { args: wanted, clusterIds: asked, ...settings }) {
      const image = { ...wanted, type: 'image', url: anyImage };
      const { args, secretCipher, clusterIds } = await jobs.prepare(makerOf(viewer), image, asked);
      const { url: _, ...kept } = args;
      const trigger = { ...settings, args: kept, secretCipher, clusterIds };
      const after = await store.insert(viewer.tenant.id, viewer.user?.id ?? null, trigger);
      await note(viewer, 'create', after, { after });
      return after;
    },
    async setEnabled(viewer, id, enabled) {
      const before = await found(viewer, 'update', id);
      const after = await store.setEnabled(id, enabled);
      if (after === undefined) throw missing(id);
      await note(viewer, 'update', after, { before: { enabled: before.enabled }, after: { enabled } });
      return after;
    },
    async remove(viewer, id) {
      const before = await found(viewer, 'delete', id);
      await store.remove(id);
      await note(viewer, 'delete', before, { before });
    },
    async notified(viewer, kind, body) {
      const pushes = checked(kind, body);
      const triggers = await store.listening(viewer.tenant.id, kind);
      const made: number[] = [];
      for (const push of pushes) {
        if (kind === 'kraken' && triggers.length === 0) {
          const request = {
            type: 'preheat',
            args: { type: 'image', url: push.image },
            idempotencyKey: keyOf('kraken', push),
          };
          made.push((await jobs.create(makerOf(viewer), request)).id);
        }
        for (const trigger of triggers.filter(({ filters }) => fits(filters, push))) {
          const { id, args, clusterIds, secretCipher } = trigger;
          const job = await jobs.createPrepared(
            { ...makerOf(viewer), triggerId: id },
            {
              args: { ...args, url: push.image },
              clusterIds,
              secretCipher,
              idempotencyKey: keyOf(`trigger ${id}`, push),
            },
          );
          await store.fired(id, new Date(now()));
          made.push(job.id);
        }
      }
      return made;
    },
  };
}

function checked(kind: TriggerKind, body: unknown): readonly Push[] {
  try {
    return pushesOf(kind, body);
  } catch (cause) {
    if (!(cause instanceof z.ZodError)) throw cause;
    const [first] = cause.issues;
    throw new Failure('invalid', `${first?.path.join('.') || 'body'}: ${first?.message}`, { cause });
  }
}

const fits = ({ repositories, tags }: TriggerRow['filters'], { repository, tag }: Push): boolean =>
  (repositories.length === 0 || repositories.some((one) => fitsGlob(one, repository))) &&
  (tags.length === 0 || tags.some((one) => fitsGlob(one, tag)));

const keyOf = (what: string, { id, image }: Push): string =>
  `${what} ${createHash('sha256').update(`${id} ${image}`).digest('hex').slice(0, 40)}`;
