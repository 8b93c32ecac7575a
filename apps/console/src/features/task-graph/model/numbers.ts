const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** `12,345`. */
export const formatCount = (count: number): string => whole.format(count);

/** A share between 0 and 1 as `64.6 %`. It says 100 % and 0 % only when it means it. */
export function formatShare(share: number): string {
  const percent = Math.max(0, Math.min(1, share)) * 100;
  if (percent === 0 || percent === 100) return `${percent} %`;
  return `${Math.min(99.9, Math.max(0.1, percent)).toFixed(1)} %`;
}

/** `1 peer`, `2,000 peers`. */
export const countOf = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
