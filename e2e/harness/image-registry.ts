import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A registry on loopback with one image of random layers, and a count of the bytes that left of each blob. */
export interface ImageRegistry extends AsyncDisposable {
  readonly manifestUrl: string;
  /** Layer URLs with their sizes. */
  readonly layers: readonly { readonly url: string; readonly lengthBytes: number }[];
  servedBytes(layerUrl: string): number;
}

const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

export interface ImageRegistryOptions {
  /** Whom the token service gives a token; anybody unless said. */
  readonly login?: { readonly username: string; readonly password: string };
  /** How fast blobs leave, each on its own; as fast as they can unless said. */
  readonly bytesPerSecond?: number;
}

/** Serves `team/app:v1`; manifests and blobs want the bearer token that its token service gives. */
export async function startImageRegistry(
  layerBytes: readonly number[],
  { login, bytesPerSecond }: ImageRegistryOptions = {},
): Promise<ImageRegistry> {
  const basic = login && `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
  const blobs = new Map<string, Buffer>();
  const served = new Map<string, number>();
  const put = (bytes: Buffer) => {
    blobs.set(digestOf(bytes), bytes);
    return { mediaType: 'application/octet-stream', digest: digestOf(bytes), size: bytes.length };
  };
  const layers = layerBytes.map((length) => put(randomBytes(length)));
  const manifest = JSON.stringify({ schemaVersion: 2, config: put(Buffer.from('{}')), layers });
  let base = '';
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '';
    if (path.startsWith('/token')) {
      if (basic !== undefined && request.headers.authorization !== basic) return response.writeHead(401).end();
      return response.end(JSON.stringify({ token: 'pull' }));
    }
    if (request.headers.authorization !== 'Bearer pull') {
      return response.writeHead(401, { 'www-authenticate': `Bearer realm="${base}/token",service="r"` }).end();
    }
    if (path === '/v2/team/app/manifests/v1') return response.end(manifest);
    const digest = path.replace('/v2/team/app/blobs/', '');
    const blob = blobs.get(digest);
    if (blob === undefined) return response.writeHead(404).end();
    const match = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const start = Number(match?.[1] ?? 0);
    const end = match?.[2] ? Math.min(Number(match[2]) + 1, blob.length) : blob.length;
    const range = match === null ? {} : { 'content-range': `bytes ${start}-${end - 1}/${blob.length}` };
    served.set(digest, (served.get(digest) ?? 0) + end - start);
    response.writeHead(match === null ? 200 : 206, {
      ...{ 'content-length': end - start, 'accept-ranges': 'bytes' },
      ...range,
    });
    const body = blob.subarray(start, end);
    return bytesPerSecond === undefined ? response.end(body) : trickle(response, body, bytesPerSecond);
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  base = `http://127.0.0.1:${address.port}`;
  const blobUrl = (digest: string) => `${base}/v2/team/app/blobs/${digest}`;
  return {
    manifestUrl: `${base}/v2/team/app/manifests/v1`,
    layers: layers.map(({ digest, size }) => ({ url: blobUrl(digest), lengthBytes: size })),
    servedBytes: (url) => served.get(url.slice(url.lastIndexOf('/') + 1)) ?? 0,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Ten parts a second. */
function trickle(response: ServerResponse, body: Buffer, bytesPerSecond: number): void {
  let at = 0;
  const timer = setInterval(() => {
    const part = body.subarray(at, at + bytesPerSecond / 10);
    at += part.length;
    if (at < body.length) response.write(part);
    else response.end(part);
    if (at >= body.length) clearInterval(timer);
  }, 100);
  response.on('close', () => clearInterval(timer));
}
