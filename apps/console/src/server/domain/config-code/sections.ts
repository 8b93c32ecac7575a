import { Failure } from '@damselfly/core';
import type { z } from 'zod';
import { permits } from '../access/permits.ts';
import type { Viewer } from '../accounts/viewer.ts';
import type { Applications, applicationSettings } from '../applications/applications.ts';
import type { ClusterAdmin } from '../clusters/cluster-admin.ts';
import { clusterSettings } from '../clusters/cluster-settings.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { makerOf } from '../jobs/maker.ts';
import type { Roles } from '../people/roles.ts';
import type { Quotas } from '../quotas/quotas.ts';
import type { Schedules } from '../schedules/schedules.ts';
import {
  clusterEntry,
  type Entry,
  type quotaEntry,
  roleEntry,
  type SectionName,
  sameValue,
  scheduleEntry,
} from './document.ts';

/** What is there, with what names it to its domain. */
export interface Found<T extends Entry> {
  readonly value: T;
  readonly id: number;
}

/** One kind of things in a document, through the domain that looks after them: it also says who may do what. */
export interface Section<T extends Entry = Entry> {
  /** What the viewer may look after, by name. */
  read(viewer: Viewer): Promise<readonly Found<T>[]>;
  /** A wanted value as it would be kept; throws what is wrong with it. */
  normal(viewer: Viewer, value: T): Promise<T>;
  create(viewer: Viewer, value: T, comment: string): Promise<unknown>;
  update(viewer: Viewer, found: Found<T>, value: T, comment: string): Promise<unknown>;
  remove(viewer: Viewer, found: Found<T>, comment: string): Promise<unknown>;
}

export interface SectionNeeds {
  readonly clusterAdmin: ClusterAdmin;
  readonly applications: Applications;
  readonly roles: Roles;
  readonly schedules: Schedules;
  readonly quotas: Quotas;
  readonly jobs: Pick<Jobs, 'prepare'>;
}

type ClusterEntry = z.output<typeof clusterEntry>;
type RoleEntry = z.output<typeof roleEntry>;
type ScheduleEntry = z.output<typeof scheduleEntry>;
type QuotaEntry = z.output<typeof quotaEntry>;
type ApplicationEntry = z.output<typeof applicationSettings>;

const asIs = async <T>(_: Viewer, value: T): Promise<T> => value;

function clusterSection({ clusterAdmin }: SectionNeeds): Section<ClusterEntry> {
  const settings = ({ shared: _, ...rest }: ClusterEntry) => clusterSettings.parse(rest);
  return {
    async read(viewer) {
      const all = await clusterAdmin.list(viewer);
      return all
        .filter(({ tenantId }) => tenantId === null || tenantId === viewer.tenant.id)
        .filter(({ tenantId }) => permits(viewer.rules, 'update', 'SchedulerCluster', { tenantId }))
        .map(({ id, tenantId, settings: own }) => ({
          id,
          value: clusterEntry.parse({ ...own, shared: tenantId === null }),
        }));
    },
    normal: asIs,
    create: (viewer, value, comment) =>
      clusterAdmin.create(viewer, value.shared ? null : viewer.tenant.id, settings(value), { comment }),
    async update(viewer, { id, value: before }, value, comment) {
      if (before.shared !== value.shared)
        throw new Failure('precondition', `clusters.${value.name}: whose it is cannot change; make another`);
      return clusterAdmin.update(viewer, id, settings(value), { comment });
    },
    remove: (viewer, { id }, comment) => clusterAdmin.remove(viewer, id, { comment }),
  };
}

function applicationSection({ applications }: SectionNeeds): Section<ApplicationEntry> {
  return {
    async read(viewer) {
      const own = (await applications.list(viewer)).filter(({ tenantId }) => tenantId === viewer.tenant.id);
      return own.map(({ id, name, url, bio, priority }) => ({ id, value: { name, url, bio, priority } }));
    },
    normal: asIs,
    create: (viewer, value) => applications.create(viewer, value),
    update: (viewer, { id }, value) => applications.update(viewer, id, value),
    remove: (viewer, { id }) => applications.remove(viewer, id),
  };
}

function roleSection({ roles }: SectionNeeds): Section<RoleEntry> {
  const ordered = (entry: RoleEntry): RoleEntry => {
    const said = new Map(entry.permissions.map((one) => [`${one.subject} ${one.action}`, one]));
    const permissions = [...said].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
    return { ...entry, permissions };
  };
  return {
    async read(viewer) {
      const own = (await roles.list(viewer)).filter(({ tenantId }) => tenantId === viewer.tenant.id);
      return own.map(({ id, name, description, permissions }) => {
        const plain = permissions.map(({ action, subject }) => ({ action, subject }));
        return { id, value: ordered(roleEntry.parse({ name, description, permissions: plain })) };
      });
    },
    normal: async (_, value) => ordered(value),
    create: (viewer, value) => roles.create(viewer, value),
    update: (viewer, { id }, value) => roles.update(viewer, id, value),
    remove: (viewer, { id }) => roles.remove(viewer, id),
  };
}

function quotaSection({ quotas }: SectionNeeds): Section<QuotaEntry> {
  const set = (viewer: Viewer, { name, soft, hard }: QuotaEntry) =>
    quotas.set(viewer, viewer.tenant.id, name, { soft, hard });
  return {
    async read(viewer) {
      const own = (await quotas.list(viewer)).find(({ tenant }) => tenant.id === viewer.tenant.id);
      return (own?.quotas ?? [])
        .filter(({ soft, hard }) => soft !== null || hard !== null)
        .map(({ kind: name, soft, hard }) => ({ id: 0, value: { name, soft, hard } }));
    },
    normal: asIs,
    create: set,
    update: (viewer, _, value) => set(viewer, value),
    remove: (viewer, { value }) => set(viewer, { ...value, soft: null, hard: null }),
  };
}

function scheduleSection({ schedules, clusterAdmin, jobs }: SectionNeeds): Section<ScheduleEntry> {
  const clustersOf = async (viewer: Viewer) =>
    (await clusterAdmin.list(viewer)).map(({ id, settings: { name } }) => ({ id, name }));
  const idsOf = async (viewer: Viewer, { name: schedule, clusters }: ScheduleEntry) => {
    const known = new Map((await clustersOf(viewer)).map(({ id, name }) => [name, id]));
    return clusters.map((name) => {
      const id = known.get(name);
      if (id === undefined) throw new Failure('notFound', `schedules.${schedule}: there is no cluster ${name}`);
      return id;
    });
  };
  const rest = scheduleEntry.pick({ name: true, cron: true, timeZone: true, args: true, enabled: true });
  const settingsOf = async (viewer: Viewer, value: ScheduleEntry) => {
    const { clusters: _, ...settings } = value;
    return { ...rest.parse(settings), clusterIds: await idsOf(viewer, value) };
  };
  return {
    async read(viewer) {
      const names = new Map((await clustersOf(viewer)).map(({ id, name }) => [id, name]));
      const own = (await schedules.list(viewer)).filter(({ tenantId }) => tenantId === viewer.tenant.id);
      return own.map(({ id, clusterIds, ...row }) => {
        const clusters = clusterIds.flatMap((cluster) => names.get(cluster) ?? []).sort();
        const { name, cron, timeZone, args, enabled } = row;
        return { id, value: { name, cron, timeZone, args, enabled, clusters } };
      });
    },
    async normal(viewer, value) {
      const known = new Set((await clustersOf(viewer)).map(({ name }) => name));
      // A cluster may be made by the same document.
      const clusters = [...value.clusters].sort();
      const there = { ...value, clusters: clusters.filter((name) => known.has(name)) };
      const { args } = await jobs.prepare(makerOf(viewer), value.args, await idsOf(viewer, there));
      return { ...value, clusters, args: { ...args } };
    },
    create: async (viewer, value) => schedules.create(viewer, await settingsOf(viewer, value)),
    async update(viewer, { id, value: before }, value) {
      const { args, clusterIds, ...change } = await settingsOf(viewer, value);
      // What is given anew loses the credentials it came with.
      return schedules.update(viewer, id, {
        ...change,
        ...(!sameValue(args, before.args) && { args }),
        ...(!sameValue(value.clusters, before.clusters) && { clusterIds }),
      });
    },
    remove: (viewer, { id }) => schedules.remove(viewer, id),
  };
}

export type Sections = Readonly<Record<SectionName, Section>>;

/** Everything a document speaks of. */
export const createSections = (needs: SectionNeeds): Sections =>
  ({
    roles: roleSection(needs),
    clusters: clusterSection(needs),
    applications: applicationSection(needs),
    quotas: quotaSection(needs),
    schedules: scheduleSection(needs),
    // A document's schema says which entries a section gets.
  }) as Record<SectionName, unknown> as Sections;
