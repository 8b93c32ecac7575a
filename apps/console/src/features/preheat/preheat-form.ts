import { z } from 'zod';
import type { PreheatRequest } from './preheat.ts';

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
  readonly scope: 'single_seed_peer' | 'all_seed_peers' | 'all_peers';
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
    scope: z.enum(['single_seed_peer', 'all_seed_peers', 'all_peers']),
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

/** The same request from a terminal; secrets are left for the reader to fill in. */
export function preheatTwin({ args, clusterIds }: PreheatRequest, origin: string) {
  const { password: _, username: user, ...plain } = args;
  const shown = { ...plain, ...(user !== undefined && { username: user, password: '…' }) };
  const body = JSON.stringify({ type: 'preheat', args: shown, scheduler_cluster_ids: clusterIds ?? [] });
  return {
    curl: `curl -X POST ${origin}/oapi/v1/jobs \\\n  -H "Authorization: Bearer $DAMSELFLY_TOKEN" \\\n  -H "Content-Type: application/json" \\\n  -d '${body.replaceAll("'", `'\\''`)}'`,
  };
}
