import type { Database } from '@damselfly/db';

type Client = Database['client'];

export interface Size {
  readonly tasks: number;
  readonly hosts: number;
  readonly tenants: number;
}

/** Fills an empty database: tenants with a cluster and an application each, hosts and tasks spread over them and a shared cluster. */
export async function seed(client: Client, { tasks, hosts, tenants }: Size): Promise<void> {
  const run = (text: string) => client.$executeRawUnsafe(text);
  await run(`INSERT INTO tenant (id, slug, name)
    SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'tenant-' || n, 'Tenant ' || n
    FROM generate_series(1, ${tenants}) n`);
  await run(`INSERT INTO scheduler_cluster (tenant_id, name) SELECT id, 'cluster of ' || slug FROM tenant
    WHERE slug LIKE 'tenant-%'`);
  await run(`INSERT INTO application (tenant_id, name, url, priority) SELECT id, 'app-' || slug, '', '{"value":0}'
    FROM tenant WHERE slug LIKE 'tenant-%'`);
  await run(`INSERT INTO host (scheduler_cluster_id, host_id, kind, host_name, ip, port, download_port, idc, git_version,
      cpu_percent, disk_free_bytes, announced_at)
    SELECT c.id, 'host-' || n, CASE WHEN n % 50 = 0 THEN 'seed' ELSE 'normal' END::host_kind, 'node-' || n || '.rack-' ||
      (n % 997) || '.example', '10.' || (n / 65536) % 256 || '.' || (n / 256) % 256 || '.' || n % 256, 4000, 4001,
      'idc-' || (n % 7), 'v1.' || (n % 5), (n::bigint * 7919) % 100, n::bigint * 1000003, now() - (n % 3600) * interval '1 second'
    FROM generate_series(1, ${hosts}) n
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS clusters FROM scheduler_cluster) c
      ON c.place = n % c.clusters`);
  const step = 100_000;
  for (let from = 1; from <= tasks; from += step) {
    await run(`INSERT INTO task (scheduler_cluster_id, task_id, tenant_id, kind, url, image, digest, application, state,
        content_length, replicas, seed_replicas, heat, source_bytes, peer_bytes, created_at, updated_at)
      SELECT c.id, md5('task' || n) || md5('id' || n), c.tenant_id, 'standard',
        'https://registry-' || (n % 13) || '.example/v2/team-' || (n % 499) || '/model-' || n || '/blobs/part',
        CASE WHEN n % 3 = 0 THEN 'team-' || (n % 499) || '/model-' || n || ':v' || (n % 9) ELSE '' END,
        'sha256:' || md5('d' || n) || md5('e' || n), 'app-tenant-' || (n % ${tenants} + 1),
        (ARRAY['succeeded', 'running', 'failed', 'pending'])[1 + (n % 11) / 3]::task_state, (n::bigint * 7919) % 10000000000,
        n % 40, least(n % 40, n % 3), (n::bigint * 7919) % 10007, n::bigint * 17, n::bigint * 170, now() - (n % 900000) * interval '1 second',
        now() - (n % 900000) * interval '1 second'
      FROM generate_series(${from}, ${Math.min(from + step - 1, tasks)}) n
      JOIN (SELECT id, tenant_id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS clusters
        FROM scheduler_cluster) c ON c.place = n % c.clusters`);
  }
  for (const table of ['tenant', 'scheduler_cluster', 'application', 'host', 'task']) await run(`ANALYZE ${table}`);
}
