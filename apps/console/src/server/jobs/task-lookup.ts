import { createHash } from 'node:crypto';
import { Failure, failureFromGrpc } from '@damselfly/core';
import { jobs } from '@damselfly/proto';
import { type JobArgs, jobArgs } from '../domain/jobs/job-args.ts';
import type { ActiveScheduler, Schedulers } from '../schedulers/schedulers.ts';
import { type ContentNeeds, resolveContent } from './content.ts';
import type { JobHandler, JobRun } from './engine.ts';

/** Ids of the tasks whose content has this digest, as far as schedulers told of them. */
export type TasksByDigest = (digest: string, clusterIds: readonly number[]) => Promise<readonly string[]>;

export interface LookupNeeds extends ContentNeeds {
  readonly schedulers: Pick<Schedulers, 'active' | 'at'>;
  readonly tasksByDigest: TasksByDigest;
}

type Which = JobArgs<'get_task'>;

/** What looking up needs to know of who asks. */
export type Asking = Pick<JobRun, 'secrets' | 'signal' | 'note'> & {
  readonly job: { readonly tenantId: string; readonly clusterIds: readonly number[] };
};

/** Where a task is: which hosts hold it. */
export const getTaskHandler =
  (needs: LookupNeeds): JobHandler =>
  async (run) => {
    const request = jobs.StatRequest.fromPartial(await messageOf(needs, run, jobArgs.get_task.parse(run.job.args)));
    const peers = new Map<string, Readonly<Record<string, unknown>>>();
    const silent = new Map<string, string>();
    await onEveryScheduler(needs, run, async (scheduler) => {
      const limits = { signal: run.signal, timeoutMs: run.leftMs() + 5_000 };
      const { tasks, failedHosts } = await needs.schedulers.at(scheduler.address).stat(request, limits);
      for (const { target, copies } of tasks) {
        for (const { host, finished, contentLength, createdAtMs, updatedAtMs } of copies) {
          if (host === undefined) continue;
          peers.set(`${target?.taskId}\n${host.id}`, {
            ...{ cluster_id: scheduler.clusterId, task_id: target?.taskId ?? '', url: target?.url ?? '' },
            ...{ id: host.id, hostname: host.hostname, ip: host.ip, host_type: host.seed ? 'super' : 'normal' },
            ...{ finished, content_length: contentLength === undefined ? null : Number(contentLength) },
            created_at: new Date(Number(createdAtMs)).toISOString(),
            updated_at: new Date(Number(updatedAtMs)).toISOString(),
          });
        }
      }
      for (const { host, failure } of failedHosts) silent.set(host?.hostname ?? '', failure?.description ?? '');
    });
    return { state: 'succeeded', result: { peers: [...peers.values()], unreachable: Object.fromEntries(silent) } };
  };

/** Removes a task from every host that has it; an item is a host's receipt. */
export const deleteTaskHandler =
  (needs: LookupNeeds): JobHandler =>
  async (run) => {
    const args = jobArgs.delete_task.parse(run.job.args);
    const { board, signal } = run;
    const what = await messageOf(needs, run, args);
    const request = jobs.DeleteTaskRequest.fromPartial({ ...what, ips: [...(args.ips ?? [])] });
    await onEveryScheduler(needs, run, async ({ address, clusterId }) => {
      const limits = { signal, timeoutMs: run.leftMs() + 5_000 };
      const { receipts } = await needs.schedulers.at(address).deleteTask(request, limits);
      for (const { target, host, deleted, failure } of receipts) {
        board.set({
          ...{ clusterId, url: target?.url ?? '', taskId: target?.taskId ?? '' },
          ...{ hostId: host?.id ?? '', hostname: host?.hostname ?? '', ip: host?.ip ?? '' },
          state: failure === undefined ? 'succeeded' : 'failed',
          ...{ bytes: 0, contentLength: null, verified: null },
          failureCode: failure ? failureFromGrpc(failure.code, '').code : deleted ? '' : 'notThere',
          failure: failure?.description ?? '',
        });
      }
    });
    const items = [...board.items];
    const failed = items.filter(({ state }) => state === 'failed');
    const deleted = items.filter(({ state, failureCode }) => state === 'succeeded' && failureCode === '');
    const result = { deleted: deleted.length, failed: failed.length };
    if (failed.length === 0) return { state: 'succeeded', result };
    const failure = `${failed.length} hosts did not delete it; first ${failed[0]?.hostname}: ${failed[0]?.failure}`;
    return { state: deleted.length > 0 ? 'partial' : 'failed', failure, result };
  };

/** Which layers of an image each host has. */
export const imageDistributionHandler =
  (needs: LookupNeeds): JobHandler =>
  async (run) => {
    const { url, ...args } = jobArgs.get_image_distribution.parse(run.job.args);
    const { tenantId } = run.job;
    const wanted = { tenantId, image: url, args, secrets: run.secrets };
    const { urls, message } = await resolveContent(needs, wanted, run.signal);
    const request = jobs.StatRequest.fromPartial({
      content: { ...message, urls: urls.map((one) => one.url) },
      concurrentTaskCount: BigInt(args.concurrent_layer_count),
      concurrentPeerCount: BigInt(args.concurrent_peer_count),
    });
    const peers = new Map<string, { host: jobs.JobHost; clusterId: number; layers: Set<string> }>();
    await onEveryScheduler(needs, run, async ({ address, clusterId }) => {
      const limits = { signal: run.signal, timeoutMs: run.leftMs() + 5_000 };
      for (const { target, copies } of (await needs.schedulers.at(address).stat(request, limits)).tasks) {
        for (const { host, finished } of copies) {
          if (host === undefined || !finished) continue;
          const peer = peers.get(host.id) ?? { host, clusterId, layers: new Set() };
          peers.set(host.id, peer);
          peer.layers.add(target?.url ?? '');
        }
      }
    });
    const listed = [...peers.values()].map(({ host, clusterId, layers }) => ({
      ...{ ip: host.ip, hostname: host.hostname, seed: host.seed },
      cached_layers: [...layers].map((layer) => ({ url: layer })),
      scheduler_cluster_id: clusterId,
    }));
    return { state: 'succeeded', result: { image: { layers: urls.map((one) => ({ url: one.url })) }, peers: listed } };
  };

/** Which tasks are meant, as the schedulers are asked. */
export async function messageOf(needs: LookupNeeds, run: Asking, args: Which) {
  const { task_id: task, content_for_calculating_task_id: name, digest, url, image } = args;
  const taskIds = [
    ...(task === undefined ? [] : [task]),
    ...(name === undefined ? [] : [createHash('sha256').update(name).digest('hex')]),
    // A blob's task may be named by its digest alone, or by a URL that somebody downloaded it from.
    ...(digest === undefined ? [] : [digest.replace('sha256:', '')]),
    ...(digest === undefined ? [] : await needs.tasksByDigest(digest, run.job.clusterIds)),
  ];
  const wanted = {
    tenantId: run.job.tenantId,
    image,
    urls: url === undefined ? [] : [url],
    args,
    secrets: run.secrets,
  };
  const content =
    image === undefined && url === undefined ? undefined : await resolveContent(needs, wanted, run.signal);
  return {
    ...(content && { content: { ...content.message, urls: content.urls.map((one) => one.url) } }),
    taskIds: [...new Set(taskIds)],
    concurrentTaskCount: BigInt(args.concurrent_task_count),
    concurrentPeerCount: BigInt(args.concurrent_peer_count),
  };
}

/** Every scheduler knows hosts of its own. Throws what the first said when all of them failed, or none is active. */
export async function onEveryScheduler(
  { schedulers }: Pick<LookupNeeds, 'schedulers'>,
  { job, signal, note }: Pick<Asking, 'job' | 'signal' | 'note'>,
  ask: (scheduler: ActiveScheduler) => Promise<void>,
): Promise<void> {
  const active = (await schedulers.active()).filter(({ clusterId }) => job.clusterIds.includes(clusterId));
  if (active.length === 0) throw new Failure('unavailable', 'no scheduler of these clusters is active; start one');
  const outcomes = await Promise.allSettled(active.map(ask));
  signal.throwIfAborted();
  const failures = outcomes.flatMap((one) => (one.status === 'rejected' ? [Failure.from(one.reason)] : []));
  const [first] = failures;
  if (first !== undefined && failures.length === active.length) throw first;
  for (const { message } of failures) await note('scheduler-failed', { failure: message });
}
