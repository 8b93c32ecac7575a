import type { Host } from './host.ts';
import type { Task } from './task.ts';
import type { Turn } from './turn.ts';

/** What a task knows of the neighbours' knowledge. */
export interface Lookup {
  /** They are being asked until then at the latest; 0 while they are not. */
  readonly askingUntilMs: number;
  readonly answeredAtMs: number;
}

/** Nobody was asked yet. */
export const noLookup: Lookup = { askingUntilMs: 0, answeredAtMs: Number.NEGATIVE_INFINITY };

/** How long an answer holds, and how seldom the same is asked again. */
const newsMs = 1000;

/**
 * True when the neighbours have just said that nobody can give the task. Else they are asked on behalf of `host`, and
 * their answer, or the time it may take, gives the task its next chance.
 */
export function neighboursAsked(turn: Turn, task: Task, host: Host): boolean {
  const { nowMs } = turn;
  if (turn.cluster.policy.neighbourLookupMs === 0) return true;
  const { askingUntilMs } = task.lookup;
  if (askingUntilMs > nowMs) return false;
  if (askingUntilMs > 0) task.lookup = { askingUntilMs: 0, answeredAtMs: nowMs };
  if (nowMs - task.lookup.answeredAtMs < newsMs) return true;
  ask(turn, task, host);
  return false;
}

/** The same for a host that is ready to go: a question on behalf of another may be waiting for this very host. */
export function neighboursAskedFor(turn: Turn, task: Task, host: Host): boolean {
  const asked = neighboursAsked(turn, task, host);
  if (!asked && turn.effects.at(-1)?.kind !== 'askNeighbours') ask(turn, task, host);
  return asked;
}

function ask(turn: Turn, task: Task, { profile }: Host): void {
  const { neighbourLookupMs } = turn.cluster.policy;
  const askingUntilMs = Math.max(task.lookup.askingUntilMs, turn.nowMs + neighbourLookupMs);
  task.lookup = { ...task.lookup, askingUntilMs };
  turn.cluster.deadlines.arm(task, askingUntilMs);
  turn.effects.push({ kind: 'askNeighbours', task: task.id, host: profile.id });
}
