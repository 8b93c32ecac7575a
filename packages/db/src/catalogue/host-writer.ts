import type { PrismaClient } from '../generated/client.ts';

/** A host as its scheduler last heard from it. Rates are bits per second, sizes bytes, times milliseconds since 1970. */
export interface HostEntry {
  readonly schedulerClusterId: number;
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
  readonly announcedAtMs: number;
}

/** Puts hosts into the catalogue, one statement for all. What operators set of them stays. Clusters that are gone are passed over. */
export async function putHosts(client: PrismaClient, entries: readonly HostEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await client.$executeRaw`
    INSERT INTO "host" ("scheduler_cluster_id", "host_id", "kind", "host_name", "ip", "port", "download_port",
      "proxy_port", "idc", "location", "os", "platform", "platform_family", "platform_version", "kernel_version",
      "git_version", "git_commit", "build_platform", "concurrent_upload_limit", "disable_shared", "disk_total_bytes",
      "disk_free_bytes", "cpu_percent", "memory_used_percent", "max_tx_bps", "tx_bps", "announced_at", "left_at")
    SELECT c."id", e."hostId", e."kind"::"host_kind", e."hostname", e."ip", e."port", e."downloadPort", e."proxyPort",
      e."idc", e."location", e."os", e."platform", e."platformFamily", e."platformVersion", e."kernelVersion",
      e."gitVersion", e."gitCommit", e."buildPlatform", e."concurrentUploadLimit", e."disableShared",
      e."diskTotalBytes", e."diskFreeBytes", e."cpuPercent", e."memoryUsedPercent", e."maxTxBps", e."txBps",
      to_timestamp(e."announcedAtMs" / 1000.0), NULL
    FROM jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) AS e("schedulerClusterId" int, "hostId" text, "kind" text,
      "hostname" text, "ip" text, "port" int, "downloadPort" int, "proxyPort" int, "idc" text, "location" text,
      "os" text, "platform" text, "platformFamily" text, "platformVersion" text, "kernelVersion" text,
      "gitVersion" text, "gitCommit" text, "buildPlatform" text, "concurrentUploadLimit" int, "disableShared" bool,
      "diskTotalBytes" bigint, "diskFreeBytes" bigint, "cpuPercent" float8, "memoryUsedPercent" float8,
      "maxTxBps" bigint, "txBps" bigint, "announcedAtMs" bigint)
    JOIN "scheduler_cluster" c ON c."id" = e."schedulerClusterId"
    ON CONFLICT ("scheduler_cluster_id", "host_id") DO UPDATE SET
      "kind" = EXCLUDED."kind", "host_name" = EXCLUDED."host_name", "ip" = EXCLUDED."ip", "port" = EXCLUDED."port",
      "download_port" = EXCLUDED."download_port", "proxy_port" = EXCLUDED."proxy_port", "idc" = EXCLUDED."idc",
      "location" = EXCLUDED."location", "os" = EXCLUDED."os", "platform" = EXCLUDED."platform",
      "platform_family" = EXCLUDED."platform_family", "platform_version" = EXCLUDED."platform_version",
      "kernel_version" = EXCLUDED."kernel_version", "git_version" = EXCLUDED."git_version",
      "git_commit" = EXCLUDED."git_commit", "build_platform" = EXCLUDED."build_platform",
      "concurrent_upload_limit" = EXCLUDED."concurrent_upload_limit", "disable_shared" = EXCLUDED."disable_shared",
      "disk_total_bytes" = EXCLUDED."disk_total_bytes", "disk_free_bytes" = EXCLUDED."disk_free_bytes",
      "cpu_percent" = EXCLUDED."cpu_percent", "memory_used_percent" = EXCLUDED."memory_used_percent",
      "max_tx_bps" = EXCLUDED."max_tx_bps", "tx_bps" = EXCLUDED."tx_bps", "announced_at" = EXCLUDED."announced_at",
      "left_at" = NULL
    WHERE "host"."announced_at" <= EXCLUDED."announced_at"`;
}

/** Hosts that their schedulers know no more. */
export async function markHostsLeft(
  client: PrismaClient,
  left: readonly { readonly schedulerClusterId: number; readonly hostId: string }[],
  atMs: number,
): Promise<void> {
  if (left.length === 0) return;
  await client.$executeRaw`
    UPDATE "host" SET "left_at" = to_timestamp(${atMs}::bigint / 1000.0)
    FROM jsonb_to_recordset(${JSON.stringify(left)}::jsonb) AS l("schedulerClusterId" int, "hostId" text)
    WHERE "host"."scheduler_cluster_id" = l."schedulerClusterId" AND "host"."host_id" = l."hostId"
      AND "host"."left_at" IS NULL`;
}
