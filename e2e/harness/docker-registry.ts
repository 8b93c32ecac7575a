import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { temporaryFolder } from './folder.ts';
import type { ImageRegistry } from './image-registry.ts';
import { freePort, listening } from './ports.ts';
import { registryTokens } from './registry-tokens.ts';
import { until } from './wait.ts';

const repository = 'team/app';
const service = 'docker-registry';
const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Whether it is installed; `npm test -- cluster` installs it where it may. */
export const hasDockerRegistry = (): boolean => spawnSync('docker-registry', ['--version']).status === 0;

export interface DockerRegistryOptions {
  readonly login: { readonly username: string; readonly password: string };
  /** How fast a blob leaves; as fast as it can unless said. */
  readonly bytesPerSecond?: number;
}

/**
 * Debian's docker-registry with an image of random layers, `team/app:v1`. It takes only tokens of the token service, which
 * gives them for the login. What leaves it passes a counter.
 */
export async function startDockerRegistry(
  layerBytes: readonly number[],
  { login, bytesPerSecond }: DockerRegistryOptions,
): Promise<ImageRegistry> {
  const dir = await temporaryFolder();
  const tokens = await registryTokens(dir.path, service);
  const served = new Map<string, number>();
  const port = await freePort();
  const basic = `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith('/token')) {
      if (request.headers.authorization !== basic) return response.writeHead(401).end();
      return response.end(JSON.stringify({ token: tokens.issue(repository, ['pull']) }));
    }
    const { method, url: path, headers } = request;
    const passed = httpRequest({ port, host: '127.0.0.1', method, path, headers }, (from) => {
      response.writeHead(from.statusCode ?? 502, from.headers);
      const digest = method === 'GET' ? path?.split('/blobs/')[1] : undefined;
      if (digest === undefined || from.statusCode === undefined || from.statusCode >= 300) return from.pipe(response);
      return void count(from, response, digest);
    });
    passed.on('error', () => response.destroy());
    return request.pipe(passed);
  };
  const count = async (from: IncomingMessage, response: ServerResponse, digest: string) => {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      served.set(digest, (served.get(digest) ?? 0) + chunk.length);
      if (!response.write(chunk) && !response.destroyed)
        await Promise.race([once(response, 'drain'), once(response, 'close')]);
      if (bytesPerSecond !== undefined)
        await new Promise((done) => setTimeout(done, (chunk.length / bytesPerSecond) * 1000));
      if (response.destroyed) return;
    }
    response.end();
  };
  const front = await listening(createServer((request, response) => void answer(request, response)));
  const registry = await startProgram(dir.path, port, {
    auth: {
      token: { realm: `${front.url}/token`, service, issuer: tokens.issuer, rootcertbundle: tokens.certificate },
    },
  });
  const stop = async () => {
    front.close();
    registry.kill('SIGKILL');
    if (registry.exitCode === null && registry.signalCode === null) await once(registry, 'exit');
    await dir[Symbol.asyncDispose]();
  };
  try {
    const api = `http://127.0.0.1:${port}/v2/`;
    await until('docker-registry to serve', () =>
      fetch(api).then(
        ({ status }) => status === 401,
        () => false,
      ),
    );
    const token = tokens.issue(repository, ['pull', 'push']);
    const put = async (bytes: Buffer) => {
      await putBlob(api, token, bytes);
      return { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: digestOf(bytes), size: bytes.length };
    };
    const config = { ...(await put(Buffer.from('{}'))), mediaType: 'application/vnd.oci.image.config.v1+json' };
    const layers = [];
    for (const length of layerBytes) layers.push(await put(randomBytes(length)));
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const body = JSON.stringify({ schemaVersion: 2, mediaType, config, layers });
    await expectStatus(201, `${api}${repository}/manifests/v1`, token, { method: 'PUT', body, type: mediaType });
    served.clear();
    return {
      manifestUrl: `${front.url}/v2/${repository}/manifests/v1`,
      layers: layers.map(({ digest, size }) => ({
        url: `${front.url}/v2/${repository}/blobs/${digest}`,
        lengthBytes: size,
      })),
      servedBytes: (url) => served.get(url.slice(url.lastIndexOf('/') + 1)) ?? 0,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startProgram(dir: string, port: number, more: object): Promise<ChildProcess> {
  const rootdirectory = join(dir, 'images');
  await mkdir(rootdirectory);
  const config = {
    ...{ version: '0.1', log: { level: 'error' }, storage: { filesystem: { rootdirectory } } },
    ...{ http: { addr: `127.0.0.1:${port}` }, ...more },
  };
  const file = join(dir, 'registry.yml');
  // JSON is YAML.
  await writeFile(file, JSON.stringify(config));
  return spawn('docker-registry', ['serve', file], { stdio: 'ignore' });
}

async function putBlob(api: string, token: string, bytes: Buffer): Promise<void> {
  const begun = await expectStatus(202, `${api}${repository}/blobs/uploads/`, token, { method: 'POST' });
  const place = new URL(begun.headers.get('location') ?? '', api);
  place.searchParams.set('digest', digestOf(bytes));
  await expectStatus(201, place.href, token, {
    method: 'PUT',
    body: new Uint8Array(bytes),
    type: 'application/octet-stream',
  });
}

interface Sent {
  readonly method: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly type?: string;
}

async function expectStatus(status: number, url: string, token: string, { method, body, type }: Sent) {
  const headers = { authorization: `Bearer ${token}`, ...(type !== undefined && { 'content-type': type }) };
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
  if (response.status !== status) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  return response;
}
