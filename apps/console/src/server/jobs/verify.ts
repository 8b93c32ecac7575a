import { jobs } from '@damselfly/proto';
import type { CallLimits, SchedulerCalls } from '../schedulers/scheduler-calls.ts';
import type { ResolvedContent } from './content.ts';
import type { ItemBoard } from './item-board.ts';

/** Asks the hosts that finished whether they hold the content: whether a pull there would hit. */
export async function verifyCluster(
  calls: Pick<SchedulerCalls, 'stat'>,
  content: ResolvedContent,
  board: ItemBoard,
  clusterId: number,
  limits: CallLimits,
): Promise<void> {
  const done = [...board.items].filter((item) => item.clusterId === clusterId && item.state === 'succeeded');
  const urls = [...new Set(done.map(({ url }) => url))];
  if (urls.length === 0) return;
  const request = jobs.StatRequest.fromPartial({ content: { ...content.message, urls } });
  const { tasks, failedHosts } = await calls.stat(request, limits);
  const unsure = new Set(failedHosts.map(({ host }) => host?.id));
  const held = new Set(
    tasks.flatMap(({ target, copies }) =>
      copies.filter(({ finished }) => finished).map(({ host }) => `${target?.taskId}\n${host?.id}`),
    ),
  );
  for (const item of done) {
    const hit = held.has(`${item.taskId}\n${item.hostId}`);
    // A host that did not answer is not known to lack it.
    board.update(item, { verified: hit || (unsure.has(item.hostId) ? null : false) });
  }
}
