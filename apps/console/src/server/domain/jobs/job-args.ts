import { maxPieceLengthBytes, minPieceLengthBytes } from '@damselfly/core';
import { z } from 'zod';
import { gcKinds } from '../gc/kinds.ts';
import { targetSelector } from './target-selector.ts';

// What a job is asked for, with the names and bounds of Dragonfly's API. Credentials are taken out before it is stored.

const text = z.string().max(4096);
const url = z.url({ protocol: /^[a-z][a-z0-9+.-]*$/ }).max(16_384);
const webUrl = z.url({ protocol: /^https?$/ }).max(16_384);
/** An image as docker pull takes it, or its manifest's URL. */
const image = z.string().min(1).max(4096);
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}$/, 'is no name of an HTTP header');
const headers = z
  .record(
    headerName,
    z
      .string()
      .max(16_384)
      .regex(/^[^\0\r\n]*$/, 'must not hold line breaks'),
  )
  .refine((all) => Object.keys(all).length <= 100, 'must not be more than 100');
/** Dragonfly joins them with `&`. */
const filteredQueryParams = z
  .union([text.transform((joined) => joined.split('&').filter(Boolean)), z.array(z.string().max(256))])
  .refine((all) => all.length <= 100, 'must not be more than 100');
const objectStorage = z.object({
  ...{ region: text.optional(), endpoint: text.optional(), access_key_id: text.optional() },
  ...{ access_key_secret: text.optional(), session_token: text.optional(), credential_path: text.optional() },
  ...{ predefined_acl: text.optional(), security_token: text.optional(), insecure_skip_verify: z.boolean().optional() },
});
const hdfs = z.object({ delegation_token: text.optional() });
const longestTimeoutNs = 24 * 3600e9;

/** What names the tasks of content, and what opens it. */
const content = {
  piece_length: z.int().min(minPieceLengthBytes).max(maxPieceLengthBytes).optional(),
  tag: text.optional(),
  application: text.optional(),
  filtered_query_params: filteredQueryParams.optional(),
  headers: headers.optional(),
  username: text.optional(),
  password: text.optional(),
  /** A registry credential of the tenant, by name. Without one, that of the image's registry is taken. */
  credential: z.string().max(128).optional(),
  platform: z.string().max(200).optional(),
};
const bounds = {
  concurrent_peer_count: z.int().min(1).max(1000).default(500),
  /** Nanoseconds, as Go writes durations. */
  timeout: z.int().min(1e9).max(longestTimeoutNs).default(3600e9),
};

const preheat = z
  .object({
    type: z.enum(['image', 'file']),
    url: z.string().max(16_384).optional(),
    urls: z.array(url).max(1000).optional(),
    ...content,
    scope: z.enum(['single_seed_peer', 'all_seed_peers', 'all_peers']).default('single_seed_peer'),
    ips: z
      .array(z.union([z.ipv4(), z.ipv6()]))
      .min(1)
      .max(100)
      .optional(),
    count: z.int().min(1).max(200).optional(),
    percentage: z.int().min(1).max(100).optional(),
    targets: targetSelector.optional(),
    priority: z.int().min(0).max(6).optional(),
    concurrent_task_count: z.int().min(1).max(100).default(8),
    ...bounds,
    /** The job whose failed downloads are done again; nothing else is. */
    retry_of: z.int().positive().optional(),
    /** Look afterwards whether a pull would hit. */
    verify: z.boolean().default(true),
    object_storage: objectStorage.optional(),
    hdfs: hdfs.optional(),
  })
  .check(({ value, issues }) => {
    const complain = (path: string, message: string) =>
      void issues.push({ code: 'custom', path: [path], message, input: value });
    if (value.type === 'image' && !image.safeParse(value.url).success)
      complain('url', 'an image needs its URL or name');
    if (value.type === 'image' && value.urls !== undefined) complain('urls', 'is for files only');
    if (value.type === 'file' && value.url === undefined && value.urls === undefined) complain('url', 'is missing');
    if (value.type === 'file' && value.url !== undefined && !url.safeParse(value.url).success)
      complain('url', 'must be a URL');
  });

const whichTask = {
  task_id: z
    .string()
    .regex(/^[0-9a-zA-Z_.:-]{1,128}$/, 'is no task id')
    .optional(),
  url: url.optional(),
  image: image.optional(),
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hexadecimal digits')
    .optional(),
  content_for_calculating_task_id: z.string().max(16_384).optional(),
  ...content,
  concurrent_task_count: z.int().min(1).max(100).default(8),
  ...bounds,
};
type Which = {
  task_id?: unknown;
  url?: unknown;
  image?: unknown;
  digest?: unknown;
  content_for_calculating_task_id?: unknown;
};
const namesTask = (args: Which): boolean =>
  [args.task_id, args.url, args.image, args.digest, args.content_for_calculating_task_id].some(
    (value) => value !== undefined,
  );
const oneOf = {
  path: ['task_id'],
  message: 'one of task_id, url, image, digest and content_for_calculating_task_id is needed',
};

const getTask = z.object(whichTask).refine(namesTask, oneOf);
const deleteTask = z
  .object({
    ...whichTask,
    ips: z
      .array(z.union([z.ipv4(), z.ipv6()]))
      .min(1)
      .max(100)
      .optional(),
  })
  .refine(namesTask, oneOf);

const imageDistribution = z.object({
  url: z.union([webUrl, image]),
  ...content,
  concurrent_layer_count: z.int().min(1).max(100).default(8),
  ...bounds,
});

/** The arguments of each type of job. */
export const jobArgs = {
  preheat,
  get_task: getTask,
  delete_task: deleteTask,
  get_image_distribution: imageDistribution,
  sync_peers: z.object({ timeout: z.int().min(1e9).max(longestTimeoutNs).default(600e9) }),
  gc: z.object({ type: z.enum(gcKinds), timeout: z.int().min(1e9).max(longestTimeoutNs).default(1800e9) }),
} as const;

export type JobType = keyof typeof jobArgs;
export const jobTypes = Object.keys(jobArgs) as readonly JobType[];
export type JobArgs<T extends JobType> = z.output<(typeof jobArgs)[T]>;

/** What is sealed instead of stored. */
export const jobSecrets = z.object({
  headers: headers.optional(),
  username: text.optional(),
  password: text.optional(),
  object_storage: objectStorage.optional(),
  hdfs: hdfs.optional(),
});
export type JobSecrets = z.output<typeof jobSecrets>;

const secretFields: ReadonlySet<string> = new Set(Object.keys(jobSecrets.shape));

/** Parts what may be stored and shown from what may not. `secrets` is absent when there are none. */
export function partSecrets(args: Readonly<Record<string, unknown>>): {
  readonly args: Record<string, unknown>;
  readonly secrets?: JobSecrets;
} {
  const entries = Object.entries(args).filter(([, value]) => value !== undefined);
  const plain = Object.fromEntries(entries.filter(([name]) => !secretFields.has(name)));
  const secret = entries.filter(([name]) => secretFields.has(name));
  return { args: plain, ...(secret.length > 0 && { secrets: jobSecrets.parse(Object.fromEntries(secret)) }) };
}
