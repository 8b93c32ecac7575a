import { Failure } from '@damselfly/core';

/** Where one manifest is. */
export interface ImageReference {
  /** Scheme, host and port of the registry: `https://registry.test:5000`. */
  readonly origin: string;
  /** Such as `library/alpine`. */
  readonly repository: string;
  /** A tag or `algorithm:hex`. */
  readonly reference: string;
}

const urlLimit = 4096;
const repositoryPattern = /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/;
const hostPattern = /^(?:[a-z0-9]+(?:[.-]+[a-z0-9]+)*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;
const referencePattern = /^(?:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-f]{32,})$/;

/** Parses `https://host/v2/name/manifests/tag`. Throws `invalid` that shows the form. */
export function parseManifestUrl(text: string): ImageReference {
  const refuse = () =>
    new Failure('invalid', 'the URL is no manifest URL; write https://<registry>/v2/<name>/manifests/<tag or digest>');
  if (text.length > urlLimit || !URL.canParse(text)) throw refuse();
  const url = new URL(text);
  const match = /^\/v2\/(.+)\/manifests\/([^/]+)$/.exec(decodePath(url.pathname, refuse));
  const [, repository = '', reference = ''] = match ?? [];
  const spoken = url.protocol === 'http:' || url.protocol === 'https:';
  if (!spoken || url.username !== '' || url.password !== '' || !isNamed(repository, reference)) throw refuse();
  return { origin: url.origin, repository, reference };
}

/**
 * Parses what `docker pull` takes: `alpine`, `registry.test:5000/team/app:v1`, `app@sha256:…`. Without a registry Docker
 * Hub is meant; `localhost` and loopback addresses are spoken to in plain HTTP. Throws `invalid`.
 */
export function parseImageReference(text: string): ImageReference {
  const refuse = () => new Failure('invalid', `"${text.slice(0, 200)}" is no image; write registry/name:tag`);
  if (text.length > urlLimit) throw refuse();
  const [head = '', ...rest] = text.split('/');
  const hasRegistry = rest.length > 0 && (/[.:]/.test(head) || head === 'localhost');
  const host = hasRegistry && head !== 'docker.io' ? head : 'index.docker.io';
  const name = hasRegistry ? rest.join('/') : text;
  const [path = '', digest] = name.split('@');
  const [repository = '', tag = 'latest'] = path.split(':');
  const reference = digest ?? tag;
  const full = host === 'index.docker.io' && !repository.includes('/') ? `library/${repository}` : repository;
  const plain = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/.test(host);
  const origin = `${plain ? 'http' : 'https'}://${host}`;
  if (!hostPattern.test(host) || !URL.canParse(origin) || !isNamed(full, reference)) throw refuse();
  return { origin: new URL(origin).origin, repository: full, reference };
}

export const manifestUrl = ({ origin, repository, reference }: ImageReference): string =>
  `${origin}/v2/${repository}/manifests/${reference}`;

/** Where the registry serves one blob; the form whose digest other clients read. */
export const blobUrl = ({ origin, repository }: ImageReference, digest: string): string =>
  `${origin}/v2/${repository}/blobs/${digest}`;

const isNamed = (repository: string, reference: string): boolean =>
  repository.length <= 255 && repositoryPattern.test(repository) && referencePattern.test(reference);

function decodePath(path: string, refuse: () => Failure): string {
  try {
    return decodeURIComponent(path);
  } catch (cause) {
    if (cause instanceof URIError) throw refuse();
    throw cause;
  }
}
