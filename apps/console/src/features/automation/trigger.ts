import type { Trigger } from './schedule.ts';

export type TriggerKind = Trigger['kind'];

export const triggerKinds: readonly TriggerKind[] = ['harbor', 'oci', 'kraken'];

/** Where a registry of a kind tells what was pushed. */
export const hookPaths: Readonly<Record<TriggerKind, string>> = {
  harbor: '/hooks/v1/harbor',
  oci: '/hooks/v1/oci',
  kraken: '/registry/notifications',
};

/** What a trigger listens for, in one line; nothing when it is everything. */
export const filterText = ({ repositories, tags }: Trigger['filters']): string =>
  [repositories.join(', '), ...tags.map((tag) => `:${tag}`)].filter(Boolean).join(' ');

/** The endpoint in the configuration of the OCI distribution registry. */
export const distributionYaml = (url: string): string =>
  [
    'notifications:',
    '  endpoints:',
    '    - name: damselfly',
    `      url: ${url}`,
    '      headers:',
    '        Authorization: [Bearer $DAMSELFLY_TOKEN]',
    '      timeout: 5s',
    '      threshold: 5',
    '      backoff: 10s',
    '      ignore:',
    '        actions: [pull]',
  ].join('\n');
