import { Failure, type HostId, type PeerId, taskId } from '@damselfly/core';
import { z } from 'zod';
import {
  type CopyRecord,
  type CopyState,
  expiresAtMs,
  type HostRecord,
  type ReplicatedKind,
  type TaskRecord,
  type TaskRef,
  type TaskState,
} from '../record.ts';
import type { Move } from '../states.ts';
import type { CopyChange, Moved, ReplicaStore } from '../store.ts';
import type { RedisClient } from './connect.ts';
import { copyOfHash, flat, hashOfCopy, hashOfHost, hashOfTask, hostOfHash, rfc3339, taskOfHash } from './fields.ts';
import type { Keys } from './keys.ts';
import * as scripts from './scripts.ts';

const row = z.array(z.string());
const rows = z.array(row);
const moved = z.enum(['moved', 'missing', 'refused']);
/** Hosts asked for at once. */
const batchSize = 256;
const answerTimeoutMs = 8_000;

/** The store that the schedulers of one cluster share. */
export class RedisStore implements ReplicaStore {
  readonly #redis: RedisClient;
  readonly #keys: Keys;

  constructor(redis: RedisClient, keys: Keys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  async putHost(host: HostRecord): Promise<void> {
    await this.#ask(async (redis) => {
      const key = this.#keys.host(host.id);
      await redis.multi().hset(key, hashOfHost(host)).pexpireat(key, host.expiresAtMs).exec();
      await redis.zadd(this.#keys.hosts(), host.expiresAtMs, host.id);
    });
  }

  async host(id: HostId): Promise<HostRecord | undefined> {
    const hash = await this.#ask((redis) => redis.hgetall(this.#keys.host(id)));
    return isEmpty(hash) ? undefined : hostOfHash(hash);
  }

  async hosts(): Promise<HostRecord[]> {
    const ids = await this.#living(this.#keys.hosts());
    const hosts: HostRecord[] = [];
    for (let at = 0; at < ids.length; at += batchSize) {
      const batch = ids.slice(at, at + batchSize).map((id) => this.host(id as HostId));
      for (const host of await Promise.all(batch)) if (host !== undefined) hosts.push(host);
    }
    return hosts;
  }

  async begin(
    task: TaskRecord,
    copy: CopyRecord,
    move: Move<TaskState>,
  ): Promise<'begun' | 'taskExists' | 'copyExists'> {
    const [taskFields, copyFields] = [flat(hashOfTask(task)), flat(hashOfCopy(task.id, copy))];
    const endMs = expiresAtMs(task);
    // First the index: a task that is in it without being there is passed over, one that is there without being in it is lost.
    await this.#ask((redis) => redis.zadd(this.#keys.tasks(task.kind), 'GT', endMs, task.id));
    const keys = [...this.#taskKeys(task), this.#keys.copy(task, copy.peer)];
    const head = [move.from.join(' '), String(endMs), copy.peer, String(taskFields.length)];
    const answer = await this.#run(scripts.beginScript, keys, [...head, ...taskFields, ...copyFields]);
    return z.enum(['begun', 'taskExists', 'copyExists']).parse(answer);
  }

  async task(ref: TaskRef): Promise<TaskRecord | undefined> {
    const hash = await this.#ask((redis) => redis.hgetall(this.#keys.task(ref)));
    return isEmpty(hash) ? undefined : taskOfHash(ref.kind, hash);
  }

  async tasks(kind: ReplicatedKind): Promise<TaskRef[]> {
    const ids = await this.#living(this.#keys.tasks(kind));
    return ids.map((id) => ({ kind, id: taskId(id) }));
  }

  async moveTask(ref: TaskRef, move: Move<TaskState>, atMs: number): Promise<Moved> {
    const changed = ['state', move.to, 'updated_at', rfc3339(atMs)];
    return moved.parse(await this.#run(scripts.moveScript, [this.#keys.task(ref)], [move.from.join(' '), ...changed]));
  }

  async wantReplicas(ref: TaskRef, wanted: number, atMs: number): Promise<Moved> {
    const changed = ['persistent_replica_count', String(wanted), 'updated_at', rfc3339(atMs)];
    return moved.parse(await this.#run(scripts.changeScript, [this.#keys.task(ref)], changed));
  }

  async deleteTask(ref: TaskRef): Promise<CopyRecord[] | undefined> {
    const keys = [...this.#taskKeys(ref), this.#keys.lease(ref)];
    const found = await this.#run(scripts.deleteTaskScript, keys, [this.#keys.copyPrefix(ref)]);
    await this.#ask((redis) => redis.zrem(this.#keys.tasks(ref.kind), ref.id));
    return found === null ? undefined : rows.parse(found).map(copyOfRow);
  }

  async putCopy(ref: TaskRef, copy: CopyRecord): Promise<boolean> {
    const keys = [...this.#taskKeys(ref), this.#keys.copy(ref, copy.peer)];
    const fields = flat(hashOfCopy(ref.id, copy));
    return (await this.#run(scripts.putCopyScript, keys, [copy.peer, copy.pinned ? '1' : '0', ...fields])) === 1;
  }

  async copy(ref: TaskRef, peer: PeerId): Promise<CopyRecord | undefined> {
    const hash = await this.#ask((redis) => redis.hgetall(this.#keys.copy(ref, peer)));
    return isEmpty(hash) ? undefined : copyOfHash(hash);
  }

  async copies(ref: TaskRef): Promise<CopyRecord[]> {
    const found = await this.#run(scripts.copiesScript, [this.#keys.copies(ref)], [this.#keys.copyPrefix(ref)]);
    return rows.parse(found).map(copyOfRow);
  }

  async moveCopy(
    ref: TaskRef,
    peer: PeerId,
    move: Move<CopyState>,
    atMs: number,
    more: CopyChange = {},
  ): Promise<Moved> {
    const changed = ['state', move.to, 'updated_at', rfc3339(atMs)];
    if (more.costMs !== undefined) changed.push('cost', String(Math.round(more.costMs * 1e6)));
    const key = this.#keys.copy(ref, peer);
    const answer = moved.parse(await this.#run(scripts.moveScript, [key], [move.from.join(' '), ...changed]));
    return answer === 'moved' && more.pinned === true ? await this.pinCopy(ref, peer, atMs) : answer;
  }

  async pinCopy(ref: TaskRef, peer: PeerId, atMs: number): Promise<Moved> {
    const keys = [this.#keys.task(ref), this.#keys.pinned(ref), this.#keys.copy(ref, peer)];
    return moved.parse(await this.#run(scripts.pinScript, keys, [peer, rfc3339(atMs)]));
  }

  async deleteCopy(ref: TaskRef, peer: PeerId): Promise<CopyRecord | undefined> {
    const keys = [this.#keys.copies(ref), this.#keys.pinned(ref), this.#keys.copy(ref, peer)];
    const hash = row.parse(await this.#run(scripts.deleteCopyScript, keys, [peer]));
    return hash.length === 0 ? undefined : copyOfRow(hash);
  }

  async lease(ref: TaskRef, holder: string, ttlMs: number): Promise<boolean> {
    return (await this.#run(scripts.leaseScript, [this.#keys.lease(ref)], [holder, String(ttlMs)])) === 1;
  }

  async release(ref: TaskRef, holder: string): Promise<void> {
    await this.#run(scripts.releaseScript, [this.#keys.lease(ref)], [holder]);
  }

  async close(): Promise<void> {
    this.#redis.disconnect();
  }

  #taskKeys(ref: TaskRef): string[] {
    return [this.#keys.task(ref), this.#keys.copies(ref), this.#keys.pinned(ref)];
  }

  /** Members of an index whose time is not over; the others leave it. */
  async #living(index: string): Promise<string[]> {
    const nowMs = Date.now();
    await this.#ask((redis) => redis.zremrangebyscore(index, '-inf', nowMs));
    return this.#ask((redis) => redis.zrangebyscore(index, `(${nowMs}`, '+inf'));
  }

  #run(script: string, keys: readonly string[], values: readonly string[]): Promise<unknown> {
    return this.#ask((redis) => redis.eval(script, keys.length, ...keys, ...values));
  }

  async #ask<T>(question: (redis: RedisClient) => Promise<T>): Promise<T> {
    try {
      return await inTime(question(this.#redis));
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : 'unknown cause';
      throw new Failure('unavailable', `Redis did not do what it was asked: ${why}; see database.redis`, { cause });
    }
  }
}

/** A cluster that cannot be reached keeps commands waiting for as long as it is not there. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${answerTimeoutMs} ms`)), answerTimeoutMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

const isEmpty = (hash: Record<string, string>): boolean => Object.keys(hash).length === 0;

/** HGETALL inside a script gives names and values in turn. */
function copyOfRow(values: readonly string[]): CopyRecord {
  const hash: Record<string, string> = {};
  for (let at = 0; at + 1 < values.length; at += 2) hash[values[at] ?? ''] = values[at + 1] ?? '';
  return copyOfHash(hash);
}
