import { Failure } from '@damselfly/core';
import { type AddressPolicy, openRegistry, resolveImage } from '@damselfly/registry';
import { type JobContent, type JobTarget, targetOf } from './job-content.ts';
import type { JobHost } from './job-host.ts';
import { listEntries } from './list-entries.ts';
import type { PeerCalls } from './peer-calls.ts';

/** URLs of one job. */
export const targetLimit = 10_000;

export interface ResolveOptions {
  readonly content: JobContent;
  readonly known: readonly JobHost[];
  readonly addresses: AddressPolicy;
  readonly timeoutMs: number;
  readonly outputPath?: string | undefined;
}

/** Every URL of the content: an image's config and layers, files, and for a URL that ends with / the files below it. */
export async function resolveTargets(
  options: ResolveOptions,
  calls: PeerCalls,
  signal: AbortSignal,
): Promise<JobTarget[]> {
  const { content } = options;
  const targets = content.image === undefined ? [] : await ofImage(options, signal);
  for (const url of content.urls) {
    if (url.endsWith('/')) targets.push(...(await ofFolder(options, url, calls, signal)));
    else targets.push(targetOf(content, url, { outputPath: options.outputPath }));
    if (targets.length > targetLimit) throw new Failure('invalid', `the job has more than ${targetLimit} URLs`);
  }
  const unique = new Map(targets.map((target) => [target.url, target]));
  return [...unique.values()];
}

async function ofImage({ content, addresses }: ResolveOptions, signal: AbortSignal): Promise<JobTarget[]> {
  const { image, platform, user, header, certificateChain, insecureSkipVerify } = content;
  if (image === undefined) return [];
  const registry = openRegistry({ addresses, certificateChain, insecureSkipVerify });
  try {
    const resolved = await resolveImage(registry, { image, platform, user, header }, signal);
    return resolved.blobs.map(({ url }) => targetOf(content, url, { header: resolved.header }));
  } finally {
    await registry.close();
  }
}

async function ofFolder(
  { content, known, timeoutMs, outputPath }: ResolveOptions,
  url: string,
  calls: PeerCalls,
  signal: AbortSignal,
): Promise<JobTarget[]> {
  const entries = await listEntries({ content, url, known, timeoutMs }, calls, signal);
  const base = new URL(url).pathname;
  return entries.flatMap((entry) => {
    if (entry.isDir || !URL.canParse(entry.url)) return [];
    const path = new URL(entry.url).pathname;
    const below = path.startsWith(base) ? path.slice(base.length) : path.slice(path.lastIndexOf('/') + 1);
    return [targetOf(content, entry.url, { outputPath: outputPath && `${outputPath.replace(/\/$/, '')}/${below}` })];
  });
}
