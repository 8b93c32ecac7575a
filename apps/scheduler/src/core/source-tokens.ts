import type { Task } from './task.ts';
import type { Turn } from './turn.ts';

/**
 * Takes the right to send one more peer to a source: a token bucket over all tasks of this scheduler. A task that comes
 * too early gets a place in the line, keeps it until it asks again, and is looked at when its turn has come.
 */
export function takeToken(turn: Turn, task: Task): boolean {
  const { cluster, nowMs } = turn;
  task.tokenAtMs ??= reserveToken(turn);
  if (task.tokenAtMs <= nowMs) {
    task.tokenAtMs = undefined;
    return true;
  }
  cluster.deadlines.arm(task, task.tokenAtMs);
  return false;
}

/** When the next token of the bucket is there: now, while it is not empty. */
function reserveToken({ cluster, nowMs }: Turn): number {
  const { sourceGrantsPerSecond, sourceGrantBurst } = cluster.policy;
  const intervalMs = 1000 / sourceGrantsPerSecond;
  // The bucket as one number: the time at which it is full again.
  const fullAtMs = Math.max(cluster.tokensFullAtMs, nowMs);
  cluster.tokensFullAtMs = fullAtMs + intervalMs;
  return Math.max(nowMs, fullAtMs - (sourceGrantBurst - 1) * intervalMs);
}
