import type { Cluster } from './cluster.ts';
import { drain } from './draining.ts';
import type { Effect } from './effect.ts';
import { expire } from './expiry.ts';
import { announce } from './hosts.ts';
import type { Input } from './input.ts';
import { remove, removeHost } from './leaving.ts';
import { neighboursAnswered } from './neighbours.ts';
import { seedFailed, triggeredLease } from './origin.ts';
import { fromPeer } from './peer-events.ts';
import type { Policy } from './policy.ts';
import { seededRandom } from './random.ts';
import { settle } from './serving.ts';
import { release } from './standing.ts';
import type { Turn } from './turn.ts';

/**
 * Tells the scheduler one thing. Changes `cluster` and returns what is to be done, in order.
 * Synchronous and repeatable: the same inputs give the same effects.
 */
export function step(cluster: Cluster, { atMs, seed, event }: Input): Effect[] {
  const turn: Turn = { cluster, nowMs: atMs, random: seededRandom(seed), effects: [], dirty: new Set() };
  switch (event.kind) {
    case 'tick':
      cluster.wakeAtMs = Number.POSITIVE_INFINITY;
      expire(turn);
      break;
    case 'hostAnnounced':
      announce(turn, event.profile);
      break;
    case 'hostLeft': {
      const host = cluster.hosts.get(event.host);
      if (host !== undefined) removeHost(turn, host, 'the host has left');
      break;
    }
    case 'hostsDraining':
      drain(turn, event.hosts);
      break;
    case 'deletePeer': {
      const peer = cluster.peers.get(event.peer);
      if (peer !== undefined) remove(turn, peer, 'the peer was deleted');
      break;
    }
    case 'deleteTask':
      for (const peer of [...(cluster.hosts.get(event.host)?.peers ?? [])]) {
        if (peer.task.id === event.task) remove(turn, peer, 'the host has deleted the task');
      }
      break;
    case 'seedTriggerFailed':
    case 'seedTriggerEnded': {
      // A seed that registered has turned this lease into its peer's: then the trigger's end says nothing new.
      const task = cluster.tasks.get(event.task);
      if (task !== undefined && triggeredLease(task, event.host)) seedFailed(turn, task, event.host);
      break;
    }
    case 'neighboursAnswered':
      neighboursAnswered(turn, event.task, event.holders, event.complete);
      break;
    case 'policyChanged':
      changePolicy(turn, event.policy);
      break;
    default:
      fromPeer(turn, event);
  }
  settle(turn);
  const nextMs = cluster.deadlines.nextMs;
  if (nextMs < cluster.wakeAtMs) {
    cluster.wakeAtMs = nextMs;
    turn.effects.push({ kind: 'wakeAt', atMs: nextMs });
  }
  return turn.effects;
}

function changePolicy(turn: Turn, policy: Policy): void {
  turn.cluster.policy = policy;
  for (const host of turn.cluster.hosts.values()) release(turn, host);
}
