/**
 * Positions in the given order, as close to their wishes as a minimum gap allows: least squares by pooling
 * adjacent violators of `wish[k] - k * gap`, linear in the number of members.
 */
export function spreadRow(wishes: readonly number[], gap: number): number[] {
  const means: number[] = [];
  const weights: number[] = [];
  wishes.forEach((wish, index) => {
    let mean = wish - index * gap;
    let weight = 1;
    for (;;) {
      const before = means.at(-1);
      if (before === undefined || before <= mean) break;
      const beforeWeight = weights.pop() ?? 1;
      means.pop();
      mean = (before * beforeWeight + mean * weight) / (beforeWeight + weight);
      weight += beforeWeight;
    }
    means.push(mean);
    weights.push(weight);
  });
  const positions: number[] = [];
  means.forEach((mean, pool) => {
    for (let k = weights[pool] ?? 0; k > 0; k--) positions.push(mean + positions.length * gap);
  });
  return positions;
}
