import { hasPathToData, stampDescendants } from './dag.ts';
import { covers, type Peer } from './peer.ts';
import { hold, isBusy } from './standing.ts';
import type { Turn } from './turn.ts';

/** Most peers one search looks at when nearly all are unfit. */
const searchLimit = 2048;

/**
 * `nobody`: no peer has data. `full`: the hosts of all that have take no more children. `unfit`: there are peers with
 * data, only not for this child (blocked, on its own host, below it, or without its range).
 */
export type Miss = 'nobody' | 'full' | 'unfit';

/** Best parents for a peer without parents, out of a uniform sample of those that may be offered; at least one. */
export function findParents(turn: Turn, child: Peer): readonly Peer[] | Miss {
  const { pool } = child.task;
  const { candidateParentLimit, filterParentLimit } = turn.cluster.policy;
  const fit: Peer[] = [];
  // A peer of the same or a deeper level may be below the child; only a walk can tell.
  const deep: Peer[] = [];
  let unfit = false;
  let drawn = 0;
  while (drawn < pool.size && drawn < searchLimit && fit.length < filterParentLimit) {
    if (drawn >= filterParentLimit * 4 && fit.length > 0) break;
    const peer = pool.draw(drawn, turn.random);
    if (peer === undefined) break;
    if (isBusy(turn, peer.host)) {
      hold(peer);
      continue;
    }
    drawn += 1;
    if (!hasPathToData(peer)) continue;
    if (!suits(turn, child, peer)) unfit = true;
    else if (child.children.length > 0 && peer.level >= child.level) deep.push(peer);
    else fit.push(peer);
  }
  if (fit.length === 0 && deep.length > 0) {
    const stamp = stampDescendants(child.task, child);
    for (const peer of deep) if (peer.mark !== stamp) fit.push(peer);
    unfit = true;
  }
  if (fit.length > 0) return best(turn, child, fit, candidateParentLimit);
  if (unfit) return 'unfit';
  return child.task.held > 0 ? 'full' : 'nobody';
}

function suits(turn: Turn, child: Peer, parent: Peer): boolean {
  if (parent.host === child.host || !covers(parent, child)) return false;
  const blockedUntilMs = child.blocks.get(parent.id);
  return blockedUntilMs === undefined || blockedUntilMs <= turn.nowMs;
}

/** The `limit` highest scores, one peer a host, best first; equal scores stay in the random order of the sample. */
function best(turn: Turn, child: Peer, fit: readonly Peer[], limit: number): Peer[] {
  const { evaluator } = turn.cluster;
  const scored = fit.map((peer) => ({ peer, score: evaluator.score(child.host, peer.host) }));
  scored.sort((a, b) => b.score - a.score);
  const chosen: Peer[] = [];
  for (const { peer } of scored) {
    if (chosen.length === limit) break;
    if (!chosen.some(({ host }) => host === peer.host)) chosen.push(peer);
  }
  return chosen;
}
