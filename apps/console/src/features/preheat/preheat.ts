import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';
import type { StateTone } from '../../ui/state-pill.tsx';

type Jobs = inferRouterOutputs<AppRouter>['jobs'];

export type PreheatJob = Jobs['list']['items'][number];
export type PreheatItem = Jobs['items'][number];
export type Preflight = Jobs['preflight'];
export type PreheatRequest = Pick<inferRouterInputs<AppRouter>['jobs']['create'], 'args' | 'bio' | 'clusterIds'>;
export type JobState = PreheatJob['state'];

export const jobStates: readonly JobState[] = ['pending', 'running', 'succeeded', 'partial', 'failed', 'cancelled'];

export const toneOf: Readonly<Record<JobState, StateTone>> = {
  pending: 'waiting',
  running: 'downloading',
  succeeded: 'done',
  partial: 'origin',
  failed: 'failed',
  cancelled: 'unknown',
};

/** What a job preheats, in a line: the image, or the first file and how many more. */
export function contentOf({ args }: Pick<PreheatJob, 'args'>): string {
  const urls = Array.isArray(args.urls) ? args.urls.filter((url) => typeof url === 'string') : [];
  const all = typeof args.url === 'string' ? [args.url, ...urls] : urls;
  const [first = ''] = all;
  return all.length > 1 ? `${first} +${all.length - 1}` : first;
}

/** The end of a URL that tells parts of an image apart: the first twelve digits of a digest, or the file's name. */
export function partName(url: string): string {
  const digest = /sha256:([0-9a-f]{12})/.exec(url)?.[1];
  return digest ?? url.split(/[?#]/)[0]?.split('/').filter(Boolean).at(-1) ?? url;
}
