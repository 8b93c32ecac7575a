import { createHash } from 'node:crypto';
import { Failure } from '@damselfly/core';
import { blobUrl, type ImageReference, manifestUrl } from './image-reference.ts';
import { acceptedManifests, type Manifest, type ManifestBlob, manifestLimitBytes, parseManifest } from './manifest.ts';
import { choosePlatform, parsePlatform, platformText } from './platform.ts';
import type { Registry, RegistryAnswer } from './registry.ts';
import { login, type RegistryUser } from './registry-login.ts';

export interface WantedImage {
  readonly image: ImageReference;
  /** `os/arch[/variant]`; empty: linux/amd64. */
  readonly platform?: string | undefined;
  readonly user?: RegistryUser | undefined;
  /** Sent with every request; an `Authorization` in it replaces the login. */
  readonly header?: Readonly<Record<string, string>>;
}

/** A blob to fetch. */
export interface ImageBlob extends ManifestBlob {
  readonly url: string;
}

export interface ResolvedImage {
  /** What the image can be had for, as `os/arch[/variant]`; empty when it is for one platform only. */
  readonly platforms: readonly string[];
  /** Config first, then layers; each digest once. */
  readonly blobs: readonly ImageBlob[];
  /** What fetches the blobs: the given header with the authorisation the registry issued. */
  readonly header: Readonly<Record<string, string>>;
}

/** Indexes within indexes followed before giving up. */
const maxDepth = 3;

/**
 * Reads the manifest of one platform. `unauthenticated`, `forbidden` and `notFound` say what the registry said;
 * `origin` that it sent something else; `corrupt` that a manifest does not have the digest it was asked by.
 */
export async function resolveImage(
  registry: Registry,
  wanted: WantedImage,
  signal: AbortSignal,
): Promise<ResolvedImage> {
  const platform = parsePlatform(wanted.platform);
  const session = { header: { ...wanted.header } };
  let image = wanted.image;
  const platforms = new Set<string>();
  for (let depth = 0; depth <= maxDepth; depth += 1) {
    const manifest = await fetchManifest(registry, { ...wanted, image }, session, signal);
    if (manifest.kind === 'image') {
      return { platforms: [...platforms], blobs: blobsOf(image, manifest), header: session.header };
    }
    for (const entry of manifest.entries) if (entry.platform) platforms.add(platformText(entry.platform));
    image = { ...image, reference: choosePlatform(manifest.entries, platform).digest };
  }
  throw new Failure('origin', `the image's indexes are nested more than ${maxDepth} deep`);
}

function blobsOf(image: ImageReference, { config, layers }: Extract<Manifest, { kind: 'image' }>): ImageBlob[] {
  const byDigest = new Map<string, ImageBlob>();
  for (const blob of [...(config ? [config] : []), ...layers]) {
    if (!byDigest.has(blob.digest)) byDigest.set(blob.digest, { ...blob, url: blobUrl(image, blob.digest) });
  }
  return [...byDigest.values()];
}

async function fetchManifest(
  registry: Registry,
  { image, user }: WantedImage,
  session: { header: Record<string, string> },
  signal: AbortSignal,
): Promise<Manifest> {
  const ask = () =>
    registry.get(
      manifestUrl(image),
      { header: { ...session.header, accept: acceptedManifests }, limitBytes: manifestLimitBytes },
      signal,
    );
  let answer = await ask();
  const own = Object.keys(session.header).some((name) => name.toLowerCase() === 'authorization');
  if (answer.status === 401 && !own) {
    const { origin, repository } = image;
    const authorization = await login(
      registry,
      answer.header('www-authenticate'),
      { origin, repository, user },
      signal,
    );
    session.header = { ...session.header, Authorization: authorization };
    answer = await ask();
  }
  if (answer.status !== 200) throw refusalOf(answer, image);
  checkDigest(answer.body, image.reference);
  return parseManifest(answer.body);
}

function refusalOf({ status }: RegistryAnswer, image: ImageReference): Failure {
  const what = `${manifestUrl(image)}: the registry answered ${status}`;
  if (status === 401) return new Failure('unauthenticated', `${what}; check user, password or Authorization header`);
  if (status === 403) return new Failure('forbidden', `${what}; the user may not pull this image`);
  if (status === 404) return new Failure('notFound', `${what}; check name and tag`);
  if (status === 429) return new Failure('exhausted', `${what}; it limits how often it is asked`);
  return new Failure(status >= 500 ? 'unavailable' : 'origin', what);
}

function checkDigest(body: Uint8Array, reference: string): void {
  const [algorithm = '', hex] = reference.split(':');
  if (hex === undefined || !['sha256', 'sha384', 'sha512'].includes(algorithm)) return;
  if (createHash(algorithm).update(body).digest('hex') !== hex) {
    throw new Failure('corrupt', `the registry sent a manifest that is not ${reference}`);
  }
}
