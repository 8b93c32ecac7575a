import { Failure, failureFromGrpc } from '@damselfly/core';
import { common, jobs } from '@damselfly/proto';
import { type JobArgs, jobArgs } from '../domain/jobs/job-args.ts';
import { selectHosts } from '../domain/jobs/target-selector.ts';
import type { AdmitPreheat } from '../domain/quotas/preheat-bytes.ts';
import type { SchedulerCalls } from '../schedulers/scheduler-calls.ts';
import type { Schedulers } from '../schedulers/schedulers.ts';
import { clusterHosts, type HostLabels } from './cluster-hosts.ts';
import { type ContentNeeds, type ContentUrl, type ResolvedContent, resolveContent } from './content.ts';
import type { JobHandler, JobRun } from './engine.ts';
import type { ItemBoard } from './item-board.ts';
import type { ItemChange, JobEnd } from './queue.ts';
import { verifyCluster } from './verify.ts';

export interface PreheatNeeds extends ContentNeeds {
  readonly schedulers: Pick<Schedulers, 'forJob' | 'at'>;
  readonly hostLabels: HostLabels;
}

type Args = JobArgs<'preheat'>;

const { Priority } = common;
const priorities = [
  ...[Priority.LEVEL0, Priority.LEVEL1, Priority.LEVEL2, Priority.LEVEL3],
  ...[Priority.LEVEL4, Priority.LEVEL5, Priority.LEVEL6],
];

/**
 * Downloads content on hosts of every cluster of the job, through one scheduler each. What an earlier attempt finished is
 * left alone, so that a job that was interrupted goes on where it was.
 */
export const preheatHandler =
  (needs: PreheatNeeds & { readonly admit: AdmitPreheat }): JobHandler =>
  async (run) => {
    const { job, board, signal } = run;
    const args = jobArgs.preheat.parse(job.args);
    const content = await resolveContent(needs, wantedOf(args, run), signal);
    const bytes = content.urls.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0);
    await run.note('resolved', { urls: content.urls.length, bytes });
    await needs.admit(job, bytes);
    const outcomes = await Promise.allSettled(
      job.clusterIds.map((clusterId) => preheatCluster(needs, run, args, content, clusterId)),
    );
    signal.throwIfAborted();
    const failures = outcomes.flatMap((one) => (one.status === 'rejected' ? Failure.from(one.reason) : []));
    const again = failures.find(({ surface }) => surface.retry);
    if (again !== undefined && job.attempt < job.maxAttempts) throw again;
    return endOf(args, board, failures);
  };

/** What a preheat is about. */
export const wantedOf = (
  args: Args,
  { job, secrets }: { readonly job: { readonly tenantId: string }; readonly secrets: JobRun['secrets'] },
) => ({
  tenantId: job.tenantId,
  ...(args.type === 'image' ? { image: args.url } : { urls: [...(args.urls ?? []), ...(args.url ? [args.url] : [])] }),
  ...{ args, secrets },
});

async function preheatCluster(
  needs: PreheatNeeds,
  run: JobRun,
  args: Args,
  content: ResolvedContent,
  clusterId: number,
): Promise<void> {
  const { board, signal } = run;
  const { address } = await needs.schedulers.forJob(clusterId);
  const calls = needs.schedulers.at(address);
  const urls = urlsToDo(args, content.urls, board, clusterId);
  if (urls.length > 0) {
    await run.note('cluster', { clusterId, scheduler: address, urls: urls.length });
    const request = await requestFor({ needs, args, content, clusterId, calls, run }, urls);
    if (args.scope === 'single_seed_peer') board.expect(urls.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0));
    const sizes = new Map(urls.map(({ url, sizeBytes }) => [url, sizeBytes]));
    for await (const { step } of calls.preheat(request, { signal, timeoutMs: run.leftMs() + 5_000 })) {
      if (step?.$case === 'resolved' && args.scope !== 'single_seed_peer') plan(board, clusterId, step.value, sizes);
      if (step?.$case === 'progress') board.set(itemOf(clusterId, step.value, sizes));
    }
  }
  await board.flush();
  if (args.verify) await verifyCluster(calls, content, board, clusterId, { signal, timeoutMs: run.leftMs() + 5_000 });
}

const isGood = ({ state, verified }: ItemChange): boolean => state === 'succeeded' && verified !== false;
const inCluster = (board: ItemBoard, clusterId: number) =>
  [...board.items].filter((one) => one.clusterId === clusterId);

/** URLs not yet everywhere they should be; of a retry, those that had failed. */
function urlsToDo(args: Args, all: readonly ContentUrl[], board: ItemBoard, clusterId: number): ContentUrl[] {
  const byUrl = grouped(inCluster(board, clusterId));
  const wanted = args.retry_of === undefined || byUrl.size === 0 ? all : all.filter(({ url }) => byUrl.has(url));
  return wanted.filter(({ url }) => {
    const items = byUrl.get(url) ?? [];
    return args.scope === 'single_seed_peer' ? !items.some(isGood) : items.length === 0 || !items.every(isGood);
  });
}

function grouped(items: readonly ItemChange[]): Map<string, ItemChange[]> {
  const groups = new Map<string, ItemChange[]>();
  for (const item of items) groups.set(item.url, [...(groups.get(item.url) ?? []), item]);
  return groups;
}

interface RequestNeeds {
  readonly needs: PreheatNeeds;
  readonly args: Args;
  readonly content: ResolvedContent;
  readonly clusterId: number;
  readonly calls: SchedulerCalls;
  readonly run: JobRun;
}

async function requestFor(all: RequestNeeds, urls: readonly ContentUrl[]): Promise<jobs.PreheatRequest> {
  const { args, content, run } = all;
  const hostIds = await hostsFor(all);
  return jobs.PreheatRequest.fromPartial({
    content: { ...content.message, urls: urls.map(({ url }) => url) },
    scope: args.scope,
    ...(hostIds !== undefined && { hostIds: [...hostIds] }),
    ips: [...(args.ips ?? [])],
    ...(args.count !== undefined && { count: args.count }),
    ...(args.percentage !== undefined && { percentage: args.percentage }),
    priority: priorities[args.priority ?? 0] ?? Priority.LEVEL0,
    concurrentTaskCount: BigInt(args.concurrent_task_count),
    concurrentPeerCount: BigInt(args.concurrent_peer_count),
    timeout: { seconds: BigInt(Math.ceil(run.leftMs() / 1000)), nanos: 0 },
  });
}

/** The hosts an earlier attempt had and that are there still, or those that the selector means; `undefined`: as `scope` says. */
async function hostsFor({ needs, args, clusterId, calls, run }: RequestNeeds): Promise<readonly string[] | undefined> {
  if (args.scope === 'single_seed_peer') return undefined;
  const known = inCluster(run.board, clusterId);
  if (known.length === 0 && args.targets === undefined) return undefined;
  const all = await clusterHosts(calls, clusterId, needs.hostLabels, run.signal);
  const hosts = all.filter(({ seed }) => args.scope === 'all_peers' || seed);
  if (known.length === 0 && args.targets !== undefined) {
    const chosen = selectHosts(hosts, args.targets);
    if (chosen.length > 0) return chosen.map(({ id }) => id);
    throw new Failure('precondition', `targets: none of the ${hosts.length} hosts of cluster ${clusterId} fits`);
  }
  const here = new Set(hosts.map(({ id }) => id));
  const open = known.filter((item) => !isGood(item));
  for (const item of open) {
    if (here.has(item.hostId)) continue;
    run.board.set({ ...item, state: 'failed', failureCode: 'notFound', failure: 'the host is gone' });
  }
  const left = [...new Set(open.map(({ hostId }) => hostId))].filter((id) => here.has(id));
  if (left.length === 0)
    throw new Failure('precondition', `no host of cluster ${clusterId} that is left to do is there`);
  return left;
}

function plan(
  board: ItemBoard,
  clusterId: number,
  { targets, hosts }: jobs.PreheatResolved,
  sizes: ReadonlyMap<string, number | undefined>,
): void {
  const done = new Set(
    inCluster(board, clusterId)
      .filter(isGood)
      .map(({ taskId, hostId }) => `${taskId}\n${hostId}`),
  );
  for (const target of targets) {
    for (const host of hosts) {
      if (done.has(`${target.taskId}\n${host.id}`)) continue;
      const progress = jobs.PreheatProgress.fromPartial({ target, host });
      board.set({ ...itemOf(clusterId, progress, sizes), state: 'pending' });
    }
  }
}

function itemOf(
  clusterId: number,
  { target, host, bytes, contentLength, finished, failure }: jobs.PreheatProgress,
  sizes: ReadonlyMap<string, number | undefined>,
): ItemChange {
  const url = target?.url ?? '';
  const length = contentLength === undefined ? (sizes.get(url) ?? null) : Number(contentLength);
  const state = finished ? 'succeeded' : failure === undefined ? 'running' : 'failed';
  return {
    ...{ clusterId, url, taskId: target?.taskId ?? '', state, verified: null },
    ...{ hostId: host?.id ?? '', hostname: host?.hostname ?? '', ip: host?.ip ?? '' },
    ...{ bytes: Number(bytes), contentLength: length },
    failureCode: failure === undefined ? '' : failureFromGrpc(failure.code, '').code,
    failure: failure?.description ?? '',
  };
}

function endOf(args: Args, board: ItemBoard, failures: readonly Failure[]): JobEnd {
  const items = [...board.items];
  const single = args.scope === 'single_seed_peer';
  const good = items.filter(isGood);
  const fine = new Set(good.map(({ clusterId, url }) => `${clusterId}\n${url}`));
  const bad = items.filter((item) => !isGood(item) && !(single && fine.has(`${item.clusterId}\n${item.url}`)));
  const verified = items.filter((item) => item.verified === true).length;
  const result = { succeeded: good.length, failed: bad.length, ...(args.verify && { verified }) };
  const first = bad.find(({ failure }) => failure !== '');
  const words = [
    ...failures.map(({ message }) => message),
    ...(bad.length > 0 ? [`${bad.length} of ${items.length} downloads failed`] : []),
    ...(first ? [`first on ${first.hostname} (${first.ip}): ${first.failure}`] : []),
  ];
  if (words.length === 0) return { state: 'succeeded', result };
  return { state: good.length > 0 ? 'partial' : 'failed', failure: words.join('; ').slice(0, 4096), result };
}
