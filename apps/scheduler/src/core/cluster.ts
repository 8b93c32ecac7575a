import type { HostId, PeerId, TaskId } from '@damselfly/core';
import { Deadlines } from './deadlines.ts';
import { DecisionLog } from './decisions.ts';
import { defaultEvaluator, type Evaluator } from './evaluator.ts';
import type { Host } from './host.ts';
import type { Peer } from './peer.ts';
import { defaultPolicy, type Policy } from './policy.ts';
import type { Task } from './task.ts';

/** All the scheduler knows. Changed by `step` alone; everybody else reads. */
export interface Cluster {
  readonly hosts: Map<HostId, Host>;
  readonly seeds: Set<Host>;
  /** Ids of the hosts that are being emptied, known here or not. */
  draining: ReadonlySet<HostId>;
  readonly tasks: Map<TaskId, Task>;
  readonly peers: Map<PeerId, Peer>;
  /** Tasks with parked peers. */
  readonly waiting: Set<Task>;
  readonly deadlines: Deadlines<Host | Task | Peer>;
  /** The `tick` asked for last. */
  wakeAtMs: number;
  /** Highest sequence of any forgotten task. */
  retiredSeq: number;
  /** When the bucket of source grants is full again. */
  tokensFullAtMs: number;
  policy: Policy;
  readonly evaluator: Evaluator;
  /** Scores the evaluator owed. */
  evaluatorFaults: number;
  readonly decisions: DecisionLog;
}

export const newCluster = (options: { policy?: Policy; evaluator?: Evaluator } = {}): Cluster => ({
  hosts: new Map(),
  seeds: new Set(),
  draining: new Set(),
  tasks: new Map(),
  peers: new Map(),
  waiting: new Set(),
  deadlines: new Deadlines(),
  wakeAtMs: Number.POSITIVE_INFINITY,
  retiredSeq: 0,
  tokensFullAtMs: 0,
  policy: options.policy ?? defaultPolicy,
  evaluator: options.evaluator ?? defaultEvaluator,
  evaluatorFaults: 0,
  decisions: new DecisionLog(),
});
