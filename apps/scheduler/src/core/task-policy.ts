import type { Task } from './task.ts';

/** What sets the four task types apart; whatever else happens to a task is the same for all. */
export interface TaskPolicy {
  /** Who may fetch it from its source: whom the scheduler elects, seeds first; only a peer that asks for it; nobody. */
  readonly source: 'elected' | 'wished' | 'never';
  /** `replicated`: a wanted number of copies is kept until the task's time is over. */
  readonly retention: 'evictable' | 'replicated';
}

const standard: TaskPolicy = { source: 'elected', retention: 'evictable' };

/** By the number of `common.v2.TaskType`. */
const policies: readonly TaskPolicy[] = [
  standard,
  { source: 'wished', retention: 'replicated' },
  { source: 'never', retention: 'replicated' },
  { source: 'wished', retention: 'evictable' },
];

/** A type nobody knows is treated as standard. */
export const taskPolicy = ({ subject }: Task): TaskPolicy => policies[subject.type] ?? standard;
