/** `0 %`, `3.4 %`, `97 %`, `100 %`: never 100 before it is whole. */
export function percent(share: number): string {
  const value = share * 100;
  if (value >= 100) return '100 %';
  return value > 0 && value < 10 ? `${value.toFixed(1)} %` : `${Math.floor(value)} %`;
}
