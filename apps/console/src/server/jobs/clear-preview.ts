import { jobs } from '@damselfly/proto';
import type { ClearPreview, ClearTask } from '../domain/jobs/clearing.ts';
import type { ClearRequest } from '../domain/jobs/jobs.ts';
import { type LookupNeeds, messageOf, onEveryScheduler } from './task-lookup.ts';

/** Somebody waits for the answer. */
const previewMs = 30_000;

/** Asks every scheduler of the clusters which hosts hold what is to be cleared. */
export async function previewClear(
  needs: LookupNeeds,
  { args, secrets, ...job }: ClearRequest,
  signal: AbortSignal,
): Promise<ClearPreview> {
  const asking = { job, secrets, signal, note: async () => undefined };
  const request = jobs.StatRequest.fromPartial(await messageOf(needs, asking, args));
  const wanted = new Set(args.ips);
  const tasks = new Map<string, ClearTask>();
  const silent = new Map<string, ClearPreview['silentHosts'][number]>();
  let askedHosts = 0;
  await onEveryScheduler(needs, asking, async ({ address, clusterId }) => {
    const answer = await needs.schedulers.at(address).stat(request, { signal, timeoutMs: previewMs });
    askedHosts += Number(answer.askedHosts);
    for (const { target, copies } of answer.tasks) {
      const taskId = target?.taskId ?? '';
      const found = copies.flatMap(({ host, finished, contentLength }) =>
        host === undefined || (wanted.size > 0 && !wanted.has(host.ip))
          ? []
          : {
              ...{ hostId: host.id, hostname: host.hostname, ip: host.ip, seed: host.seed, finished },
              contentLength: contentLength === undefined ? null : Number(contentLength),
            },
      );
      const key = `${clusterId}\n${taskId}`;
      const known = tasks.get(key)?.copies ?? [];
      const fresh = found.filter(({ hostId }) => !known.some((copy) => copy.hostId === hostId));
      tasks.set(key, { taskId, url: target?.url ?? '', clusterId, copies: [...known, ...fresh] });
    }
    for (const { host, failure } of answer.failedHosts) {
      const { hostname = '', ip = '', id = '' } = host ?? {};
      silent.set(id, { hostname, ip, failure: failure?.description ?? '' });
    }
  });
  const copies = [...tasks.values()].flatMap((task) => task.copies);
  return {
    ...{ tasks: [...tasks.values()], askedHosts, silentHosts: [...silent.values()], copies: copies.length },
    bytes: copies.reduce((sum, { contentLength }) => sum + (contentLength ?? 0), 0),
  };
}
