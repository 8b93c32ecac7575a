import { Failure } from '@damselfly/core';
import { common, jobs } from '@damselfly/proto';
import {
  type AddressPolicy,
  checkLiteral,
  type ImageReference,
  openRegistry,
  parseImageReference,
  parseManifestUrl,
  resolveImage,
} from '@damselfly/registry';
import type { JobSecrets } from '../domain/jobs/job-args.ts';

/** How a tenant signs in at a registry. */
export interface RegistryLogin {
  readonly name: string;
  readonly username: string;
  readonly password: string;
  /** PEM; empty: the usual roots. */
  readonly certificate: string;
}

/** Finds what a tenant keeps for a registry: by its name, or else by `host[:port]`. */
export type FindLogin = (
  tenantId: string,
  by: { readonly name: string } | { readonly registry: string },
) => Promise<RegistryLogin | undefined>;

/** What content jobs have in common. */
export interface ContentArgs {
  readonly platform?: string | undefined;
  readonly credential?: string | undefined;
  readonly piece_length?: number | undefined;
  readonly tag?: string | undefined;
  readonly application?: string | undefined;
  readonly filtered_query_params?: readonly string[] | undefined;
}

/** A URL to fetch. */
export interface ContentUrl {
  readonly url: string;
  readonly sizeBytes: number | undefined;
}

/** Content, resolved as far as the manager does that. */
export interface ResolvedContent {
  readonly urls: readonly ContentUrl[];
  readonly platforms: readonly string[];
  /** How the registry was asked: what a person checks first when it refuses. */
  readonly login: 'none' | 'header' | 'password' | 'credential';
  /** Everything but the URLs. */
  readonly message: jobs.Content;
}

export interface ContentNeeds {
  readonly addresses: AddressPolicy;
  readonly findLogin: FindLogin;
}

export interface WantedContent {
  readonly tenantId: string;
  /** A name as docker pull takes it, or a manifest's URL. */
  readonly image?: string | undefined;
  readonly urls?: readonly string[] | undefined;
  readonly args: ContentArgs;
  readonly secrets: JobSecrets;
}

/** Reads an image's manifest, or checks the URLs of files. Throws what the registry said. */
export async function resolveContent(
  { addresses, findLogin }: ContentNeeds,
  { tenantId, image, urls = [], args, secrets }: WantedContent,
  signal: AbortSignal,
): Promise<ResolvedContent> {
  const header = secrets.headers ?? {};
  for (const url of urls) if (URL.canParse(url)) checkLiteral(new URL(url), { ...addresses, allowPrivate: true });
  const message = contentMessage(args, secrets, header);
  const files = urls.map((url) => ({ url, sizeBytes: undefined }));
  const own = Object.keys(header).some((name) => name.toLowerCase() === 'authorization');
  if (image === undefined) return { urls: files, platforms: [], login: own ? 'header' : 'none', message };

  const reference = referenceOf(image);
  const kept = own || secrets.username !== undefined ? undefined : await loginFor(findLogin, tenantId, args, reference);
  const { username, password } = kept ?? { username: secrets.username ?? '', password: secrets.password ?? '' };
  const certificates = kept?.certificate ? [Buffer.from(kept.certificate)] : [];
  const registry = openRegistry({ addresses, certificateChain: certificates });
  try {
    const user = username === '' && password === '' ? undefined : { username, password };
    const wanted = { image: reference, platform: args.platform, user, header };
    const { blobs, platforms, header: issued } = await resolveImage(registry, wanted, signal);
    return {
      urls: [...blobs.map(({ url, sizeBytes }) => ({ url, sizeBytes })), ...files],
      platforms,
      login: own ? 'header' : kept !== undefined ? 'credential' : user ? 'password' : 'none',
      message: { ...contentMessage(args, secrets, issued), certificateChain: certificates },
    };
  } finally {
    await registry.close();
  }
}

const referenceOf = (image: string): ImageReference =>
  image.includes('://') ? parseManifestUrl(image) : parseImageReference(image);

async function loginFor(
  findLogin: FindLogin,
  tenantId: string,
  { credential }: ContentArgs,
  { origin }: ImageReference,
) {
  if (credential === undefined) return findLogin(tenantId, { registry: new URL(origin).host });
  const found = await findLogin(tenantId, { name: credential });
  if (found === undefined) throw new Failure('notFound', `credential: there is no registry credential "${credential}"`);
  return found;
}

function contentMessage(
  args: ContentArgs,
  secrets: JobSecrets,
  header: Readonly<Record<string, string>>,
): jobs.Content {
  const { object_storage: storage, hdfs } = secrets;
  return jobs.Content.fromPartial({
    ...(args.piece_length !== undefined && { pieceLength: BigInt(args.piece_length) }),
    ...(args.tag !== undefined && { tag: args.tag }),
    ...(args.application !== undefined && { application: args.application }),
    filteredQueryParams: [...(args.filtered_query_params ?? [])],
    header: { ...header },
    ...(storage && {
      objectStorage: common.ObjectStorage.fromPartial({
        region: storage.region,
        endpoint: storage.endpoint,
        accessKeyId: storage.access_key_id,
        accessKeySecret: storage.access_key_secret,
        sessionToken: storage.session_token,
        credentialPath: storage.credential_path,
        predefinedAcl: storage.predefined_acl,
        securityToken: storage.security_token,
        insecureSkipVerify: storage.insecure_skip_verify,
      }),
    }),
    ...(hdfs && { hdfs: common.HDFS.fromPartial({ delegationToken: hdfs.delegation_token }) }),
  });
}
