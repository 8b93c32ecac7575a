import { Failure } from '@damselfly/core';
import { z } from 'zod';
import type { Reader } from '../access/access-rule.ts';
import type { Viewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';
import { authorOf } from '../audit/author.ts';
import { compilePattern } from '../pattern.ts';
import type { Revising } from '../revisions/revisions.ts';

const priorityValue = z.int().min(0).max(20);
const pattern = z
  .string()
  .min(1)
  .max(1024)
  .refine((text) => compilePattern(text) !== undefined, 'is no pattern; RE2 syntax, without look-around');

/** An application that downloads, and how urgent its downloads are; ranges as Dragonfly's manager has them. */
export const applicationSettings = z.strictObject({
  name: z.string().trim().min(1).max(256),
  url: z.string().max(1024).default(''),
  bio: z.string().max(1024).default(''),
  priority: z
    .strictObject({
      value: priorityValue.default(0),
      /** The first pattern that matches a URL replaces `value` for it. */
      urls: z
        .array(z.strictObject({ regex: pattern, value: priorityValue }))
        .max(200)
        .default([]),
    })
    .prefault({}),
});
export type ApplicationSettings = z.output<typeof applicationSettings>;

export interface ApplicationRow extends ApplicationSettings {
  readonly id: number;
  readonly tenantId: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Reads and writes applications; rows that the reader may not touch do not exist. A change books its revision. */
export interface ApplicationStore {
  /** By name. */
  list(reader: Reader): Promise<readonly ApplicationRow[]>;
  byId(reader: Reader, action: 'read' | 'update' | 'delete', id: number): Promise<ApplicationRow | undefined>;
  /** Throws `conflict` when the tenant has one of that name. */
  create(tenantId: string, settings: ApplicationSettings, revising: Revising): Promise<number>;
  update(id: number, settings: ApplicationSettings, revising: Revising): Promise<void>;
  remove(id: number, revising: Revising): Promise<void>;
}

/** Applications of the tenants. Every method throws `notFound` for one the viewer may not touch so. */
export interface Applications {
  list(reader: Reader): Promise<readonly ApplicationRow[]>;
  byId(reader: Reader, id: number): Promise<ApplicationRow>;
  /** In the viewer's tenant. */
  create(viewer: Viewer, settings: ApplicationSettings): Promise<ApplicationRow>;
  update(viewer: Viewer, id: number, settings: ApplicationSettings): Promise<ApplicationRow>;
  remove(viewer: Viewer, id: number): Promise<void>;
}

export interface ApplicationsNeeds {
  readonly store: ApplicationStore;
  /** Called after every change, so that schedulers hear of it. */
  readonly changed: () => void;
  readonly audit: Pick<Audit, 'record'>;
}

export function createApplications({ store, changed, audit }: ApplicationsNeeds): Applications {
  const found = async (reader: Reader, action: 'read' | 'update' | 'delete', id: number) => {
    const row = await store.byId(reader, action, id);
    if (row === undefined) throw new Failure('notFound', `There is no application ${id} that you may ${action}.`);
    return row;
  };
  const revising = (viewer: Viewer): Revising => ({ author: authorOf(viewer), comment: '' });
  const target = ({ id, name }: Pick<ApplicationRow, 'id' | 'name'>) => ({ kind: 'Application', id, name }) as const;
  return {
    list: store.list,
    byId: (reader, id) => found(reader, 'read', id),
    async create(viewer, settings) {
      const id = await store.create(viewer.tenant.id, settings, revising(viewer));
      changed();
      await audit.record(viewer, { action: 'create', target: target({ id, ...settings }), after: settings });
      return found(viewer, 'read', id);
    },
    async update(viewer, id, settings) {
      const before = await found(viewer, 'update', id);
      await store.update(id, settings, revising(viewer));
      changed();
      const { tenantId } = before;
      await audit.record(viewer, { action: 'update', target: target(before), tenantId, before, after: settings });
      return found(viewer, 'read', id);
    },
    async remove(viewer, id) {
      const before = await found(viewer, 'delete', id);
      await store.remove(id, revising(viewer));
      changed();
      const { tenantId } = before;
      await audit.record(viewer, { action: 'delete', target: target(before), tenantId, before });
    },
  };
}
