const MiB = 2 ** 20;
const GiB = 2 ** 30;
/** Upper bounds of Dragonfly's classes of task sizes, 1 to 19; 0 is an empty task, 20 is everything larger. */
const bounds = [
  ...[1, 4, 8, 16, 32, 64, 128, 256, 512].map((mib) => mib * MiB),
  ...[1, 4, 8, 16, 32, 64, 128, 256, 512, 1024].map((gib) => gib * GiB),
];

/** The class of a task by its bytes, as the label `task_size_level` names it. */
export function sizeLevel(bytes: number): number {
  if (bytes === 0) return 0;
  const at = bounds.findIndex((bound) => bytes < bound);
  return at < 0 ? bounds.length + 1 : at + 1;
}

/** Milliseconds: 24 buckets, each twice the one before. */
export const durationBucketsMs = Array.from({ length: 24 }, (_, power) => 2 ** power);
