import { z } from 'zod';

/** Something that was pushed to a registry. */
export interface Push {
  /** Such as `library/app`. */
  readonly repository: string;
  /** Empty when it was pushed by digest. */
  readonly tag: string;
  /** What a preheat takes: a manifest's URL or an image's name. */
  readonly image: string;
  /** Names the push, so that a delivery that comes twice is one. */
  readonly id: string;
}

export type TriggerKind = 'harbor' | 'kraken' | 'oci';

const text = z.string().max(4096);
const harbor = z.object({
  type: text,
  occur_at: z.number().optional(),
  event_data: z.object({
    resources: z.array(z.object({ digest: text.default(''), tag: text.default(''), resource_url: text })).max(1000),
    repository: z.object({ repo_full_name: text }),
  }),
});
const target = z.object({
  mediaType: text.default(''),
  digest: text.default(''),
  repository: text,
  url: text.default(''),
  tag: text.default(''),
});
const notifications = z.object({
  events: z.array(z.object({ id: text.default(''), action: text, target })).max(1000),
});

/** The pushes a notification tells of; others of its events are left out. Throws a ZodError for what is no notification. */
export function pushesOf(kind: TriggerKind, body: unknown): readonly Push[] {
  if (kind === 'harbor') return harborPushes(harbor.parse(body));
  // Kraken's driver writes Go's own names: Events, Target, Url.
  return notifications.parse(withSmallKeys(body)).events.flatMap(({ id, action, target: pushed }) => {
    const isManifest = /\/manifests\//.test(pushed.url);
    if (action.toLowerCase() !== 'push' || !isManifest) return [];
    const { repository, tag, url, digest } = pushed;
    return [{ repository, tag, image: url, id: `${id} ${digest || url}`.trim() }];
  });
}

function harborPushes({ type, occur_at: at, event_data: data }: z.output<typeof harbor>): Push[] {
  if (type !== 'PUSH_ARTIFACT') return [];
  const repository = data.repository.repo_full_name;
  return data.resources.map(({ tag, digest, resource_url: image }) => ({
    ...{ repository, tag, image },
    id: `${at ?? ''} ${digest || image}`.trim(),
  }));
}

function withSmallKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1001).map(withSmallKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name.charAt(0).toLowerCase() + name.slice(1), withSmallKeys(inner)]),
  );
}
