import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';

type Outputs = inferRouterOutputs<AppRouter>;

export type Schedule = Outputs['schedules']['list'][number];
export type Trigger = Outputs['triggers']['list'][number];

/** Rhythms that people ask for; the rest is typed. */
export const presets = ['0 * * * *', '0 3 * * *', '0 3 * * 1-5', '0 3 * * 0', '0 3 1 * *'] as const;
export type Preset = (typeof presets)[number];

export const presetOf = (cron: string): Preset | undefined =>
  presets.find((preset) => preset === cron.trim().split(/\s+/).join(' '));

/** The zones the browser knows, the reader's own first. */
export function timeZones(own: string): readonly string[] {
  return [...new Set([own, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
}
