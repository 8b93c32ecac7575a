import { hostId, peerId, taskId } from '@damselfly/core';
import type { CopyRecord, HostRecord, TaskRecord } from '../record.ts';

export const taskRecord = (id: string, more: Partial<TaskRecord> = {}): TaskRecord => ({
  kind: 'persistent',
  id: taskId(id),
  url: 's3://bucket/model.bin',
  region: 'eu-1',
  endpoint: 'http://store.test',
  tag: '',
  application: '',
  wantedReplicas: 2,
  pieceLength: 0,
  contentLength: 8_388_608,
  pieceCount: 2,
  state: 'Uploading',
  ttlMs: 3_600_000,
  createdAtMs: Date.now(),
  updatedAtMs: Date.now(),
  ...more,
});

export const copyRecord = (peer: string, host: string, more: Partial<CopyRecord> = {}): CopyRecord => ({
  peer: peerId(peer),
  host: hostId(host),
  pinned: true,
  state: 'Succeeded',
  concurrentPieces: 8,
  costMs: 12,
  createdAtMs: Date.now(),
  updatedAtMs: Date.now(),
  ...more,
});

export const hostRecord = (id: string, more: Partial<HostRecord> = {}): HostRecord => ({
  id: hostId(id),
  ip: '127.0.0.1',
  downloadPort: 4000,
  idc: 'idc-1',
  diskFreeBytes: 1e12,
  disableShared: false,
  leaving: false,
  expiresAtMs: Date.now() + 3_600_000,
  ...more,
});
