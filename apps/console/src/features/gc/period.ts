import { Failure, parseDurationMs } from '@damselfly/core';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';
import { callTwin } from '../../ui/call-twin.ts';
import type { Twin } from '../../ui/twin.tsx';

export type GcLine = inferRouterOutputs<AppRouter>['gc']['list'][number];

const units = [
  { name: 'd', ms: 24 * 3600e3 },
  { name: 'h', ms: 3600e3 },
  { name: 'm', ms: 60e3 },
] as const;

/** A time as `readPeriod` reads it back: `90d`, `36h`, `5m`. */
export function writePeriod(ms: number): string {
  const unit = units.find((one) => ms >= one.ms && ms % one.ms === 0);
  return unit === undefined ? `${ms}ms` : `${ms / unit.ms}${unit.name}`;
}

/** Milliseconds of a time as people write it, within bounds; `undefined` when it is written wrongly or lies outside. */
export function readPeriod(text: string, leastMs: number, mostMs: number): number | undefined {
  try {
    const ms = parseDurationMs(text);
    return ms >= leastMs && ms <= mostMs ? ms : undefined;
  } catch (error) {
    if (error instanceof Failure && error.code === 'invalid') return undefined;
    throw error;
  }
}

/** All of them, for what jobs say of themselves. */
const kinds: readonly GcLine['kind'][] = ['audit', 'job', 'delivery', 'catalogue', 'member'];

/** What a job collects, as far as this version knows it. */
export const kindOf = (args: Readonly<Record<string, unknown>>): GcLine['kind'] | undefined =>
  kinds.find((kind) => kind === args.type);

/** How many rows a job removed; `undefined` until it ended. */
export const removedOf = (result: unknown): number | undefined =>
  typeof result === 'object' && result !== null && 'purged' in result && typeof result.purged === 'number'
    ? result.purged
    : undefined;

/** A run that somebody asks for is a job, of one kind each. */
export const gcTwin = (): Twin => {
  const calls = kinds.map((type) =>
    callTwin({ method: 'POST', path: '/api/v2/jobs', body: { type: 'gc', args: { type } } }),
  );
  return { curl: calls.map(({ curl }) => curl).join('\n\n') };
};
