/** `0 %`, `3.4 %`, `97.1 %`, `100 %`: never 100 before it is whole, never 0 once it began. */
export function percent(share: number): string {
  if (share >= 1) return '100 %';
  if (share <= 0) return '0 %';
  return `${Math.max(0.1, Math.floor(share * 1000) / 10).toFixed(1)} %`;
}
