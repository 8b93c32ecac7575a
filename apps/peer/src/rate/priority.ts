import type { Share } from './fair-queue.ts';

/** What a priority nobody chose counts as: `dfget` sends 6. */
const usual = 6;
const lowest = 3;

/**
 * The share of a task beside others on this host. Each level is worth twice the one below it: level 6, and 0, which means
 * nobody chose, have weight 8, level 3 has 1. Below that a scheduler refuses the download or the source; it weighs as 3.
 */
export function shareOf(task: string, priority: number): Share {
  const level = priority === 0 ? usual : Math.min(usual, Math.max(lowest, priority));
  return { key: task, weight: 2 ** (level - lowest) };
}
