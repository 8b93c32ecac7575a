import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What the registry was asked, in order. */
export interface SeenRequest {
  readonly path: string;
  readonly authorization: string | undefined;
}

export interface LocalRegistry extends AsyncDisposable {
  readonly origin: string;
  readonly seen: SeenRequest[];
  /** Stores JSON under a tag and its digest; returns the digest. */
  putManifest(tag: string, manifest: object): string;
}

export const digestOf = (bytes: string | Uint8Array): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** A descriptor as manifests hold it. */
export const descriptor = (digest: string, more: object = {}) => ({
  mediaType: 'application/test',
  digest,
  size: 3,
  ...more,
});

/**
 * A registry on loopback for the repository `team/app`. `auth` wants a bearer token got with user:secret or a basic login.
 * `answer` may take a request over by returning true.
 */
export async function localRegistry({
  auth = 'none',
  answer = () => false,
}: {
  auth?: 'none' | 'bearer' | 'basic';
  answer?: (request: IncomingMessage, response: ServerResponse) => boolean;
} = {}): Promise<LocalRegistry> {
  const manifests = new Map<string, string>();
  const seen: SeenRequest[] = [];
  let origin = '';
  const challenge =
    auth === 'basic'
      ? 'Basic realm="x"'
      : () => `Bearer realm="${origin}/token",service="reg",scope="repository:team/app:pull"`;
  const server = createServer((request, response) => {
    const { url = '', headers } = request;
    seen.push({ path: url, authorization: headers.authorization });
    if (answer(request, response)) return;
    const login = `Basic ${Buffer.from('user:secret').toString('base64')}`;
    if (url.startsWith('/token')) {
      response.writeHead(headers.authorization === login ? 200 : 401).end(JSON.stringify({ token: 'issued' }));
      return;
    }
    const expected = { none: undefined, basic: login, bearer: 'Bearer issued' }[auth];
    if (expected !== undefined && headers.authorization !== expected) {
      response.writeHead(401, { 'www-authenticate': typeof challenge === 'string' ? challenge : challenge() }).end();
      return;
    }
    const manifest = manifests.get(url.replace('/v2/team/app/manifests/', ''));
    response.writeHead(manifest === undefined ? 404 : 200).end(manifest);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  origin = `http://127.0.0.1:${address.port}`;
  return {
    origin,
    seen,
    putManifest: (tag, manifest) => {
      const text = JSON.stringify(manifest);
      manifests.set(tag, text);
      manifests.set(digestOf(text), text);
      return digestOf(text);
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
