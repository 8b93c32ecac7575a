import { Failure } from '@damselfly/core';
import { z } from 'zod';

/** What a manifest may be larger than nowhere: registries themselves stop at this. */
export const manifestLimitBytes = 4 * 1024 * 1024;

/** Asked for in this order; models and other artifacts use the OCI manifest. */
export const acceptedManifests = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.v1+prettyjws;q=0.5',
].join(', ');

const digest = z.string().regex(/^(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/);
const blob = z.object({ digest, size: z.int().min(0), mediaType: z.string().default('') });
const platform = z.object({ os: z.string(), architecture: z.string(), variant: z.string().optional() });

const index = z.object({ manifests: z.array(z.object({ digest, platform: platform.optional() })).max(1000) });
const image = z.object({ config: blob.optional(), layers: z.array(blob).max(1000) });
const schema1 = z.object({ fsLayers: z.array(z.object({ blobSum: digest })).max(1000) });

export interface IndexEntry {
  readonly digest: string;
  readonly platform?:
    | { readonly os: string; readonly architecture: string; readonly variant?: string | undefined }
    | undefined;
}

/** A blob a manifest names. */
export interface ManifestBlob {
  readonly digest: string;
  /** Bytes; absent in manifests of the first schema. */
  readonly sizeBytes?: number;
  readonly mediaType: string;
}

export type Manifest =
  | { readonly kind: 'index'; readonly entries: readonly IndexEntry[] }
  | { readonly kind: 'image'; readonly config?: ManifestBlob; readonly layers: readonly ManifestBlob[] };

/** Tells an index from an image by its shape, as media types vary. Throws `origin` for anything else. */
export function parseManifest(body: Uint8Array): Manifest {
  const json = jsonOf(body);
  const asIndex = index.safeParse(json);
  if (asIndex.success) return { kind: 'index', entries: asIndex.data.manifests };
  const asImage = image.safeParse(json);
  if (asImage.success) {
    const { config, layers } = asImage.data;
    return { kind: 'image', ...(config && { config: blobOf(config) }), layers: layers.map(blobOf) };
  }
  const asSchema1 = schema1.safeParse(json);
  if (!asSchema1.success)
    throw new Failure('origin', 'the registry sent no manifest this program reads; check the URL');
  return { kind: 'image', layers: asSchema1.data.fsLayers.map(({ blobSum }) => ({ digest: blobSum, mediaType: '' })) };
}

const blobOf = ({ digest, size, mediaType }: z.output<typeof blob>): ManifestBlob => ({
  digest,
  sizeBytes: size,
  mediaType,
});

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch (cause) {
    throw new Failure('origin', 'the registry sent no JSON; check that the URL is a registry', { cause });
  }
}
