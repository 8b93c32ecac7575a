import { z } from 'zod';
import type { ApiCall } from '../../ui/twin-text.ts';
import type { PreheatRequest } from './preheat.ts';

export const scopes = ['single_seed_peer', 'all_seed_peers', 'all_peers'] as const;

/** The form's values as they are typed. */
export interface PreheatValues {
  readonly kind: 'image' | 'file';
  readonly image: string;
  readonly files: string;
  readonly platform: string;
  readonly bio: string;
  readonly username: string;
  readonly password: string;
  readonly clusterIds: readonly string[];
  readonly scope: (typeof scopes)[number];
  readonly count: string;
}

export const emptyPreheat: PreheatValues = {
  ...{ kind: 'image', image: '', files: '', platform: '', bio: '', username: '', password: '' },
  ...{ clusterIds: [], scope: 'single_seed_peer', count: '' },
};

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
const url = z.url({ protocol: /^[a-z][a-z0-9+.-]*$/ });

/** What is wrong with the form, and the request that its values mean. */
export const preheatRequest = z
  .object({
    kind: z.enum(['image', 'file']),
    image: z.string().trim().max(4096),
    files: z.string(),
    platform: z.string().trim().max(200),
    bio: z.string().trim().max(1024),
    username: z.string().max(4096),
    password: z.string().max(4096),
    clusterIds: z.array(z.string()),
    scope: z.enum(scopes),
    count: z.union([z.literal(''), z.coerce.number().int().min(1).max(200)]),
  })
  .check(({ value, issues }) => {
    const required = (path: string) =>
      void issues.push({ code: 'too_small', origin: 'string', minimum: 1, path: [path], input: '', message: '' });
    if (value.kind === 'image' && value.image === '') required('image');
    if (value.kind === 'file' && lines(value.files).length === 0) required('files');
    if (value.kind === 'file' && lines(value.files).some((line) => !url.safeParse(line).success))
      issues.push({ code: 'invalid_format', format: 'url', path: ['files'], input: value.files, message: '' });
  })
  .transform(({ kind, image, files, platform, bio, username, password, clusterIds, scope, count }): PreheatRequest => {
    const content = kind === 'image' ? { url: image } : { urls: lines(files) };
    const login = { ...(username !== '' && { username }), ...(password !== '' && { password }) };
    return {
      bio,
      ...(clusterIds.length > 0 && { clusterIds: clusterIds.map(Number) }),
      args: {
        ...{ type: kind, ...content, scope, ...login },
        ...(kind === 'image' && platform !== '' && { platform }),
        ...(count !== '' && scope !== 'single_seed_peer' && { count }),
      },
    };
  });

/** The same request of the API, for a terminal; secrets are left for the reader to fill in. */
export function preheatCall({ args, clusterIds }: PreheatRequest): ApiCall {
  const body = { type: 'preheat', args: withoutSecrets(args), scheduler_cluster_ids: clusterIds ?? [] };
  return { method: 'POST', path: '/oapi/v1/jobs', body };
}

/** Arguments as they may be shown: a login is there, its password is not. */
export function withoutSecrets({ password: _, username, ...plain }: PreheatRequest['args']): PreheatRequest['args'] {
  return { ...plain, ...(username !== undefined && { username, password: '…' }) };
}

/** The form that makes the same once more. Secrets were not kept and have to be typed again. */
export function valuesOf({ args, bio, clusters }: ArgumentsOf): PreheatValues {
  const text = (name: string) => (typeof args[name] === 'string' ? args[name] : '');
  const urls = Array.isArray(args.urls) ? args.urls.filter((url) => typeof url === 'string') : [];
  const kind = args.type === 'file' ? 'file' : 'image';
  return {
    ...emptyPreheat,
    ...{ kind, bio, platform: text('platform') },
    image: kind === 'image' ? text('url') : '',
    files: kind === 'file' ? [text('url'), ...urls].filter(Boolean).join('\n') : '',
    clusterIds: clusters.map(({ id }) => String(id)),
    scope: scopes.find((scope) => scope === args.scope) ?? emptyPreheat.scope,
    count: typeof args.count === 'number' ? String(args.count) : '',
  };
}

interface ArgumentsOf {
  readonly args: Readonly<Record<string, unknown>>;
  readonly bio: string;
  readonly clusters: readonly { readonly id: number }[];
}
