import { formatBytes } from '@damselfly/core';
import { type Locale, localeTags } from './locale.ts';

/** Numbers, sizes and times as people of one language write them. */
export interface Format {
  number(value: number): string;
  /** Three significant digits, binary units: `1.5 GiB`. */
  bytes(bytes: number): string;
  /** Of bytes per second. */
  rate(bytesPerSecond: number): string;
  /** Of 0 to 1: never 100 % before it is whole, never 0 % once it began. */
  percent(share: number): string;
  /** `currency` as ISO 4217. */
  money(amount: number, currency: string): string;
  /** Day and time with the time zone. */
  dateTime(atMs: number): string;
  date(atMs: number): string;
  /** Month and day. */
  day(atMs: number): string;
  /** Hours and minutes. */
  time(atMs: number): string;
  /** Hours, minutes and seconds. */
  clock(atMs: number): string;
  /** How long ago: `40s ago`. */
  since(atMs: number, nowMs: number): string;
  /** How long: the two largest units. */
  duration(ms: number): string;
  /** `a, b and c`. */
  list(items: readonly string[]): string;
}

const steps = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
  { unit: 'second', ms: 1000 },
] as const;

const justNowMs = 5000;
const justNow: Readonly<Record<Locale, string>> = { en: 'just now', zh: '刚刚' };

function createFormat(locale: Locale): Format {
  const tag = localeTags[locale];
  const number = new Intl.NumberFormat(tag, { maximumFractionDigits: 2 });
  const tenths = new Intl.NumberFormat(tag, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const whole = new Intl.NumberFormat(tag, { style: 'percent' });
  const day = new Intl.DateTimeFormat(tag, { dateStyle: 'medium' });
  const monthDay = new Intl.DateTimeFormat(tag, { month: 'short', day: 'numeric' });
  const time = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const clock = new Intl.DateTimeFormat(tag, { timeStyle: 'medium', hourCycle: 'h23' });
  const zoned = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'long', hourCycle: 'h23' });
  const ago = new Intl.RelativeTimeFormat(tag, { style: 'narrow' });
  const items = new Intl.ListFormat(tag, { type: 'conjunction' });
  const units = new Map<string, Intl.NumberFormat>(
    [...steps.map(({ unit }) => unit), 'millisecond' as const].map((unit) => [
      unit,
      new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'narrow', maximumFractionDigits: 1 }),
    ]),
  );
  const inUnit = (value: number, unit: string) => units.get(unit)?.format(value) ?? String(value);

  function duration(ms: number): string {
    if (ms < 1000) return inUnit(Math.round(Math.max(0, ms)), 'millisecond');
    if (ms < 60_000) return inUnit(ms / 1000, 'second');
    const at = steps.findIndex(({ ms: step }) => ms >= step);
    const [large, small] = [steps[at], steps[at + 1]];
    if (large === undefined) return inUnit(ms / 1000, 'second');
    const rest = small === undefined ? 0 : Math.floor((ms % large.ms) / small.ms);
    const head = inUnit(Math.floor(ms / large.ms), large.unit);
    return small === undefined || rest === 0 ? head : `${head} ${inUnit(rest, small.unit)}`;
  }

  return {
    number: (value) => number.format(value),
    bytes: formatBytes,
    rate: (bytesPerSecond) => `${formatBytes(bytesPerSecond)}/s`,
    percent: (share) =>
      share >= 1 || share <= 0
        ? whole.format(Math.min(1, Math.max(0, share)))
        : tenths.format(Math.max(1, Math.floor(share * 1000)) / 1000),
    money: (amount, currency) => new Intl.NumberFormat(tag, { style: 'currency', currency }).format(amount),
    dateTime: (atMs) => zoned.format(atMs),
    date: (atMs) => day.format(atMs),
    day: (atMs) => monthDay.format(atMs),
    time: (atMs) => time.format(atMs),
    clock: (atMs) => clock.format(atMs),
    since: (atMs, nowMs) => {
      const elapsedMs = nowMs - atMs;
      if (elapsedMs < justNowMs) return justNow[locale];
      const { unit, ms } = steps.find((step) => elapsedMs >= step.ms) ?? steps[3];
      return ago.format(-Math.floor(elapsedMs / ms), unit);
    },
    duration,
    list: (texts) => items.format(texts),
  };
}

const made = new Map<Locale, Format>();

/** The format of a language; made once. */
export function formatFor(locale: Locale): Format {
  const known = made.get(locale);
  if (known !== undefined) return known;
  const format = createFormat(locale);
  made.set(locale, format);
  return format;
}
