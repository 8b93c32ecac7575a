import { Failure } from './failure.ts';

const sizeUnits: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1e3,
  kb: 1e3,
  m: 1e6,
  mb: 1e6,
  g: 1e9,
  gb: 1e9,
  t: 1e12,
  tb: 1e12,
  ki: 2 ** 10,
  kib: 2 ** 10,
  mi: 2 ** 20,
  mib: 2 ** 20,
  gi: 2 ** 30,
  gib: 2 ** 30,
  ti: 2 ** 40,
  tib: 2 ** 40,
};

/** Bytes in a human size: `64MiB`, `50GB` (10⁹), `1.5 GiB`, `4096`. Throws `invalid`. */
export function parseBytes(text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text);
  const unit = sizeUnits[(match?.[2] ?? '?').toLowerCase()];
  const bytes = match === null || unit === undefined ? Number.NaN : Math.round(Number(match[1]) * unit);
  if (!Number.isSafeInteger(bytes))
    throw new Failure('invalid', `"${text}" is no size; write 64MiB, 50GB or a number of bytes`);
  return bytes;
}

const durationUnits: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1e3,
  sec: 1e3,
  m: 60e3,
  min: 60e3,
  h: 3600e3,
  hr: 3600e3,
  d: 86400e3,
  day: 86400e3,
  days: 86400e3,
};

/** Milliseconds in a human duration: `30s`, `2h 5m`, `500ms`. Throws `invalid`. */
export function parseDurationMs(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/gi)];
  const rest = text.replaceAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/gi, '').trim();
  const total = parts.reduce(
    (sum, [, n, unit]) => sum + Number(n) * (durationUnits[(unit ?? '').toLowerCase()] ?? Number.NaN),
    0,
  );
  if (parts.length === 0 || rest !== '' || !Number.isFinite(total)) {
    throw new Failure('invalid', `"${text}" is no duration; write 30s, 5m or 2h 5m`);
  }
  return Math.round(total);
}

const binarySteps = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** `1.5 GiB`: three significant digits, binary units. */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes);
  let step = 0;
  while (value >= 999.5 && step < binarySteps.length - 1) {
    value /= 1024;
    step += 1;
  }
  const digits = step === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)} ${binarySteps[step] ?? 'B'}`;
}

/** `12.3 MiB/s`. */
export const formatRate = (bytesPerSecond: number): string => `${formatBytes(bytesPerSecond)}/s`;

/** `850 ms`, `12.3 s`, `4m 05s`, `2h 05m`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  return minutes < 60 ? `${minutes}m ${two(seconds % 60)}s` : `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`;
}
