import { Failure } from '@damselfly/core';
import type { JobArgs } from '../domain/jobs/job-args.ts';
import type { PreflightRequest } from '../domain/jobs/jobs.ts';
import type { Preflight, PreflightCluster } from '../domain/jobs/preflight.ts';
import { type SelectableHost, selectHosts, targetSelector } from '../domain/jobs/target-selector.ts';
import { clusterHosts } from './cluster-hosts.ts';
import { resolveContent } from './content.ts';
import { type PreheatNeeds, wantedOf } from './preheat.ts';

const listedHosts = 1000;
const timeoutMs = 20_000;
/** What a link is taken to carry when nobody says: 1 Gbit/s. */
const usualBps = 1e9;

/** Looks at everything a preheat needs, and starts nothing. */
export async function preflight(
  needs: PreheatNeeds,
  request: PreflightRequest,
  caller: AbortSignal,
): Promise<Preflight> {
  const signal = AbortSignal.any([caller, AbortSignal.timeout(timeoutMs)]);
  const content = await contentOf(needs, request, signal);
  const totalBytes = content.ok ? content.totalBytes : 0;
  const clusters = await Promise.all(
    request.clusterIds.map((clusterId) => clusterOf(needs, request, clusterId, totalBytes, signal)),
  );
  const reached = clusters.filter(({ hostCount }) => hostCount > 0).length;
  const seconds = content.ok && totalBytes > 0 && reached > 0 ? Math.ceil((totalBytes * 8 * 2) / usualBps) : null;
  return { content, clusters, originBytes: totalBytes * reached, seconds };
}

async function contentOf(needs: PreheatNeeds, request: PreflightRequest, signal: AbortSignal) {
  const wanted = wantedOf(request.args, {
    job: { tenantId: request.tenantId },
    secrets: request.secrets,
  });
  try {
    const { urls, platforms, login } = await resolveContent(needs, wanted, signal);
    return {
      ok: true as const,
      urls: urls.map(({ url, sizeBytes }) => ({ url, sizeBytes: sizeBytes ?? null })),
      totalBytes: urls.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0),
      ...{ platforms, login, tls: urls.every(({ url }) => url.startsWith('https:')) },
    };
  } catch (thrown) {
    const failure = Failure.from(thrown);
    return { ok: false as const, code: failure.code, failure: failure.message };
  }
}

async function clusterOf(
  needs: PreheatNeeds,
  { args }: PreflightRequest,
  clusterId: number,
  totalBytes: number,
  signal: AbortSignal,
): Promise<PreflightCluster> {
  try {
    const { address } = await needs.schedulers.forJob(clusterId);
    const all = await clusterHosts(needs.schedulers.at(address), clusterId, needs.hostLabels, signal);
    const hosts = chosen(args, all);
    return {
      ...{ clusterId, scheduler: address, hostCount: hosts.length },
      hosts: hosts.slice(0, listedHosts).map(({ id, hostname, ip, seed, diskFreeBytes }) => ({
        ...{ id, hostname, ip, seed, diskFreeBytes },
        fits: diskFreeBytes === 0 || diskFreeBytes > totalBytes,
      })),
      failure: hosts.length === 0 ? `none of the ${all.length} hosts of the cluster is meant` : '',
    };
  } catch (thrown) {
    return { clusterId, scheduler: '', hosts: [], hostCount: 0, failure: Failure.from(thrown).message };
  }
}

/** The hosts as the scheduler would choose them; of single_seed_peer, all seeds that may be asked. */
function chosen({ scope, targets, ips, count, percentage }: JobArgs<'preheat'>, all: readonly SelectableHost[]) {
  const hosts = all.filter(({ seed }) => scope === 'all_peers' || seed);
  if (scope === 'single_seed_peer') return hosts;
  if (targets !== undefined) return selectHosts(hosts, targets);
  if (ips !== undefined) return hosts.filter(({ ip }) => ips.includes(ip));
  return selectHosts(hosts, targetSelector.parse({ count, percentage }));
}
