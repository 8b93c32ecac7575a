const firstMs = 500;
const mostMs = 10_000;

/** Milliseconds to wait before attempt `attempt` (0, 1, …): doubles from half a second to ten, the upper half by chance. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(attempt, 10));
  return full / 2 + (full / 2) * random();
}
