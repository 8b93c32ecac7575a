import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';
import type { StateTone } from '../../ui/state-pill.tsx';

type Inputs = inferRouterInputs<AppRouter>['hosts'];

export type Host = inferRouterOutputs<AppRouter>['hosts']['search']['items'][number];
export type HostState = Host['state'];
export type HostFilter = Inputs['versions'];
export type HostOrder = NonNullable<Inputs['search']['order']>;

export const hostStates: readonly HostState[] = ['active', 'draining', 'left'];
export const hostKinds: readonly Host['kind'][] = ['normal', 'seed'];

export const toneOf: Readonly<Record<HostState, StateTone>> = {
  active: 'done',
  draining: 'origin',
  left: 'unknown',
};

/** The filter that an address means; a word that is none of the choices narrows nothing. */
export function filterOf(get: (name: string) => string, clusterId: number | undefined): HostFilter {
  const [search, idc, version] = [get('q').trim(), get('idc').trim(), get('version')];
  const state = hostStates.find((known) => known === get('state'));
  const kind = hostKinds.find((known) => known === get('kind'));
  return {
    ...(search !== '' && { search }),
    ...(clusterId !== undefined && { clusterId }),
    ...(kind && { kind }),
    ...(state && { state }),
    ...(idc !== '' && { idc }),
    ...(version !== '' && { version }),
  };
}

/** Where a filter's hosts are had as a file. */
export function exportPath(filter: HostFilter): string {
  const query = new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, String(value)])).toString();
  return `/api/v2/hosts/export${query === '' ? '' : `?${query}`}`;
}

export const hostHref = (id: number): `/hosts/${number}` => `/hosts/${id}`;

/** What operators wrote on a host, as `name=value`. */
export function labelTexts(labels: unknown): readonly string[] {
  if (typeof labels !== 'object' || labels === null) return [];
  return Object.entries(labels).map(([name, value]) => `${name}=${String(value)}`);
}

const label = /^([a-zA-Z0-9][a-zA-Z0-9._/-]{0,62})=(.{0,256})$/;

/** Reads `labelTexts` back; the first text that is no label, when there is one. */
export function readLabels(
  texts: readonly string[],
): { readonly labels: Readonly<Record<string, string>> } | { readonly bad: string } {
  const labels: Record<string, string> = {};
  for (const text of texts) {
    const [, name, value] = label.exec(text) ?? [];
    if (name === undefined || value === undefined) return { bad: text };
    labels[name] = value;
  }
  return { labels };
}
