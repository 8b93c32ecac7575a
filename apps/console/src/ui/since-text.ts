const steps = [
  { unit: 'd', ms: 86_400_000 },
  { unit: 'h', ms: 3_600_000 },
  { unit: 'min', ms: 60_000 },
] as const;

/** `just now`, `40 s ago`, `3 min ago`, `5 h ago`, `2 d ago`. */
export function sinceText(atMs: number, nowMs: number): string {
  const elapsedMs = nowMs - atMs;
  for (const { unit, ms } of steps) if (elapsedMs >= ms) return `${Math.floor(elapsedMs / ms)} ${unit} ago`;
  const seconds = Math.floor(elapsedMs / 1000);
  return seconds < 5 ? 'just now' : `${seconds} s ago`;
}
