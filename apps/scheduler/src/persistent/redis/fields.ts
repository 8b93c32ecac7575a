import { Failure, hostId, peerId, type TaskId, taskId } from '@damselfly/core';
import { z } from 'zod';
import type { CopyRecord, HostRecord, ReplicatedKind, TaskRecord } from '../record.ts';

// Hashes have Dragonfly's field names: times as RFC 3339, durations in nanoseconds.

const number = z.coerce.number().nonnegative();
const flag = z.enum(['1', '0']).transform((text) => text === '1');
const time = z.string().transform((text) => Date.parse(text));
const nanoseconds = number.transform((ns) => ns / 1e6);

const taskFields = z.object({
  id: z.string(),
  url: z.string(),
  object_storage_region: z.string(),
  object_storage_endpoint: z.string(),
  tag: z.string(),
  application: z.string(),
  persistent_replica_count: number,
  piece_length: number,
  content_length: number,
  total_piece_count: number,
  state: z.enum(['Pending', 'Uploading', 'Succeeded', 'Failed']),
  ttl: nanoseconds,
  created_at: time,
  updated_at: time,
});

const copyFields = z.object({
  id: z.string(),
  host_id: z.string(),
  persistent: flag,
  state: z.enum(['Pending', 'Uploading', 'ReceivedEmpty', 'ReceivedNormal', 'Running', 'Succeeded', 'Failed']),
  concurrent_piece_count: number,
  cost: nanoseconds,
  created_at: time,
  updated_at: time,
});

const hostFields = z.object({
  id: z.string(),
  ip: z.string(),
  download_port: number,
  network_idc: z.string(),
  disk_free: number,
  disable_shared: flag,
  leaving: flag,
  expires_at: time,
});

type Hash = Readonly<Record<string, string>>;

const bool = (value: boolean) => (value ? '1' : '0');
const ns = (ms: number) => String(Math.round(ms * 1e6));
export const rfc3339 = (ms: number): string => new Date(ms).toISOString();

/** A hash as the alternating names and values a command takes. */
export const flat = (hash: Hash): string[] => Object.entries(hash).flat();

export const hashOfTask = (task: TaskRecord): Hash => ({
  id: task.id,
  url: task.url,
  object_storage_region: task.region,
  object_storage_endpoint: task.endpoint,
  tag: task.tag,
  application: task.application,
  persistent_replica_count: String(task.wantedReplicas),
  piece_length: String(task.pieceLength),
  content_length: String(task.contentLength),
  total_piece_count: String(task.pieceCount),
  state: task.state,
  ttl: ns(task.ttlMs),
  created_at: rfc3339(task.createdAtMs),
  updated_at: rfc3339(task.updatedAtMs),
});

export function taskOfHash(kind: ReplicatedKind, hash: Hash): TaskRecord {
  const fields = readable(taskFields, hash);
  return {
    kind,
    id: taskId(fields.id),
    url: fields.url,
    region: fields.object_storage_region,
    endpoint: fields.object_storage_endpoint,
    tag: fields.tag,
    application: fields.application,
    wantedReplicas: fields.persistent_replica_count,
    pieceLength: fields.piece_length,
    contentLength: fields.content_length,
    pieceCount: fields.total_piece_count,
    state: fields.state,
    ttlMs: fields.ttl,
    createdAtMs: fields.created_at,
    updatedAtMs: fields.updated_at,
  };
}

export const hashOfCopy = (task: TaskId, copy: CopyRecord): Hash => ({
  id: copy.peer,
  task_id: task,
  host_id: copy.host,
  persistent: bool(copy.pinned),
  state: copy.state,
  concurrent_piece_count: String(copy.concurrentPieces),
  cost: ns(copy.costMs),
  created_at: rfc3339(copy.createdAtMs),
  updated_at: rfc3339(copy.updatedAtMs),
});

export function copyOfHash(hash: Hash): CopyRecord {
  const fields = readable(copyFields, hash);
  return {
    peer: peerId(fields.id),
    host: hostId(fields.host_id),
    pinned: fields.persistent,
    state: fields.state,
    concurrentPieces: fields.concurrent_piece_count,
    costMs: fields.cost,
    createdAtMs: fields.created_at,
    updatedAtMs: fields.updated_at,
  };
}

export const hashOfHost = (host: HostRecord): Hash => ({
  id: host.id,
  ip: host.ip,
  download_port: String(host.downloadPort),
  network_idc: host.idc,
  disk_free: String(host.diskFreeBytes),
  disable_shared: bool(host.disableShared),
  leaving: bool(host.leaving),
  expires_at: rfc3339(host.expiresAtMs),
});

export function hostOfHash(hash: Hash): HostRecord {
  const fields = readable(hostFields, hash);
  return {
    id: hostId(fields.id),
    ip: fields.ip,
    downloadPort: fields.download_port,
    idc: fields.network_idc,
    diskFreeBytes: fields.disk_free,
    disableShared: fields.disable_shared,
    leaving: fields.leaving,
    expiresAtMs: fields.expires_at,
  };
}

function readable<T extends z.ZodType>(schema: T, hash: Hash): z.output<T> {
  const read = schema.safeParse(hash);
  if (read.success) return read.data;
  throw new Failure(
    'storage',
    'a record in Redis was written by another program; give this cluster a database of its own',
    {
      cause: read.error,
    },
  );
}
