import type { Database } from '@damselfly/db';

type Reader = Parameters<Database['catalogue']['tasks']['search']>[0];

/** What a person or a program asks of the catalogue, the n-th time. */
export interface Read {
  readonly id: string;
  readonly ask: (n: number) => Promise<unknown>;
}

const everything: Reader = { rules: [{ action: 'read', subject: 'all' }] };
const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
/** As a viewer of one tenant: its rows, and those of nobody in its clusters and the shared ones. */
const tenant = (n: number): Reader => {
  const clusters = [idOf(n), null].map((id) => ({ 'schedulerCluster.tenantId': id }));
  return {
    rules: [
      { action: 'read', subject: 'Task', conditions: { tenantId: idOf(n) } },
      ...clusters.map((cluster) => ({ action: 'read', subject: 'Task', conditions: { tenantId: null, ...cluster } })),
      ...clusters.map((conditions) => ({ action: 'read', subject: 'Host', conditions })),
    ],
  };
};

/** Lists, filters and searches, each with other words every time. */
export function reads({ catalogue: { tasks, hosts } }: Database, tenants: number): readonly Read[] {
  const own = (n: number) => tenant((n % tenants) + 1);
  const page = { limit: 50 } as const;
  const byName = { order: 'hostname', direction: 'asc', limit: 100 } as const;
  return [
    { id: 'tasks, newest', ask: () => tasks.search(everything, { order: 'updatedAt', ...page }) },
    { id: 'tasks, hottest', ask: () => tasks.search(everything, { order: 'heat', ...page }) },
    { id: 'tasks, largest', ask: () => tasks.search(everything, { order: 'contentLength', ...page }) },
    { id: 'tasks, most copies', ask: () => tasks.search(everything, { order: 'replicas', ...page }) },
    {
      id: 'tasks of an application',
      ask: (n) =>
        tasks.search(everything, { order: 'updatedAt', application: `app-tenant-${(n % tenants) + 1}`, ...page }),
    },
    {
      id: 'tasks of a cluster that failed',
      ask: (n) =>
        tasks.search(everything, { order: 'updatedAt', clusterId: (n % tenants) + 1, state: 'failed', ...page }),
    },
    {
      id: 'tasks by image',
      ask: (n) => tasks.search(everything, { order: 'updatedAt', search: `model-${n * 31337 + 7}:`, ...page }),
    },
    {
      id: 'tasks by part of a URL',
      ask: (n) => tasks.search(everything, { order: 'updatedAt', search: `team-${n % 499}/model-${n}1`, ...page }),
    },
    { id: 'tasks of a tenant, newest', ask: (n) => tasks.search(own(n), { order: 'updatedAt', ...page }) },
    {
      id: 'tasks of a tenant, search',
      ask: (n) => tasks.search(own(n), { order: 'updatedAt', search: `model-${n}77`, ...page }),
    },
    { id: 'hosts by name', ask: () => hosts.search(everything, byName) },
    { id: 'hosts, search', ask: (n) => hosts.search(everything, { ...byName, search: `rack-${n % 997}.` }) },
    {
      id: 'hosts, most CPU',
      ask: () => hosts.search(everything, { ...byName, order: 'cpuPercent', direction: 'desc' }),
    },
    { id: 'hosts of a tenant', ask: (n) => hosts.search(own(n), byName) },
  ];
}
