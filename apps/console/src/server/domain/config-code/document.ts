import { z } from 'zod';
import { actions, type Subject, subjects } from '../access/access-rule.ts';
import { applicationSettings } from '../applications/applications.ts';
import { clusterSettings } from '../clusters/cluster-settings.ts';
import { quotaKinds } from '../quotas/stores.ts';

const oneSubject = z.enum(subjects.filter((one): one is Exclude<Subject, 'all'> => one !== 'all'));

/** A cluster by its name. Shared ones belong to every tenant. */
export const clusterEntry = clusterSettings.extend({ shared: z.boolean().default(false) });
export const roleEntry = z.strictObject({
  name: z.string().trim().min(1).max(64),
  description: z.string().max(1024).default(''),
  permissions: z.array(z.strictObject({ action: z.enum(actions), subject: oneSubject })).max(200),
});
/** Credentials are not here: a schedule keeps those it has. Clusters are named. */
export const scheduleEntry = z.strictObject({
  name: z.string().trim().min(1).max(128),
  cron: z.string().min(1).max(128),
  timeZone: z.string().min(1).max(64).default('UTC'),
  args: z.record(z.string(), z.unknown()),
  clusters: z.array(z.string().max(256)).max(1000).default([]),
  enabled: z.boolean().default(true),
});
const limit = z.int().nonnegative().nullable().default(null);
export const quotaEntry = z.strictObject({ name: z.enum(quotaKinds), soft: limit, hard: limit });

const named = <T extends z.ZodType<{ readonly name: string }>>(entry: T) =>
  z
    .array(entry)
    .max(1000)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'names must not come twice')
    .optional();

/** What a tenant is configured to be. A section that is left out stays as it is. */
export const configDocument = z.strictObject({
  version: z.literal(1),
  roles: named(roleEntry),
  clusters: named(clusterEntry),
  applications: named(applicationSettings),
  quotas: named(quotaEntry),
  schedules: named(scheduleEntry),
});
export type ConfigDocument = z.output<typeof configDocument>;

/** In the order in which they are made: what comes later may name what comes before. */
export const sectionNames = ['roles', 'clusters', 'applications', 'quotas', 'schedules'] as const;
export type SectionName = (typeof sectionNames)[number];
export type Entry = { readonly name: string };

/** A value with its keys in order, so that equal documents are equal texts. Arrays keep theirs. */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const rank = (key: string) => (key === 'name' ? 0 : 1);
  const ordered = entries.sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return Object.fromEntries(ordered.map(([key, inner]) => [key, canonical(inner)]));
}

export const sameValue = (a: unknown, b: unknown): boolean =>
  JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
