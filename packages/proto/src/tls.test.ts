import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { unaryCall } from './client/call.ts';
import { createClient } from './client/channel.ts';
import { HealthClient } from './gen/grpc/health/v1/health.ts';
import { handlers } from './server/handlers.ts';
import { Health } from './server/health.ts';
import { type RunningServer, serve } from './server/serve.ts';
import { type TestAuthority, testAuthority } from './testing/certificates.ts';
import { clientTls, serverTls } from './tls.ts';

const none = { caCert: '', cert: '', key: '' };
let ours: TestAuthority;
let others: TestAuthority;

beforeAll(async () => {
  ours = await testAuthority();
  others = await testAuthority('somebody else');
});

afterAll(async () => {
  await ours[Symbol.asyncDispose]();
  await others[Symbol.asyncDispose]();
});

async function serving(files: Parameters<typeof serverTls>[0]): Promise<RunningServer & { stop(): Promise<void> }> {
  const tls = await serverTls(files, 'server');
  const health = new Health({ serving: [''] });
  const services = [health.binding(handlers({ onInternalError: () => undefined }))];
  const server = await serve({ listen: { host: '127.0.0.1', port: 0 }, services, credentials: tls.credentials });
  const stop = async () => {
    tls.close();
    health.stop();
    await server.close(0);
  };
  return { ...server, stop };
}

async function ask(port: number, files: Parameters<typeof clientTls>[0], always = false): Promise<number> {
  const tls = await clientTls(files, 'client', always);
  const client = createClient(HealthClient, { address: `127.0.0.1:${port}`, credentials: tls.credentials });
  try {
    return (await unaryCall(client.check.bind(client), { service: '' }, { timeoutMs: 5000 })).status;
  } finally {
    client.close();
    tls.close();
  }
}

test('a server with authorities serves those who show a certificate of theirs, and nobody else', async () => {
  const server = await serving(await ours.issue('server'));
  try {
    const mine = await ours.issue('client');
    expect(await ask(server.port, mine)).toBe(1);
    const refused = { code: 'unavailable' };
    await expect(ask(server.port, { ...none, caCert: ours.caCert })).rejects.toMatchObject(refused);
    const theirs = await others.issue('stranger');
    await expect(ask(server.port, { ...theirs, caCert: ours.caCert })).rejects.toMatchObject(refused);
    await expect(ask(server.port, none)).rejects.toMatchObject(refused);
  } finally {
    await server.stop();
  }
});

test('without authorities a server takes everybody over TLS, and clients still check who it is', async () => {
  const server = await serving({ ...(await ours.issue('open')), caCert: '' });
  try {
    expect(await ask(server.port, { ...none, caCert: ours.caCert })).toBe(1);
    const refused = { code: 'unavailable' };
    await expect(ask(server.port, { ...none, caCert: others.caCert })).rejects.toMatchObject(refused);
    await expect(ask(server.port, none, true)).rejects.toMatchObject(refused);
    await expect(ask(server.port, none)).rejects.toMatchObject(refused);
  } finally {
    await server.stop();
  }
});

test('certificates that are renewed in place are shown without a restart; half a renewal changes nothing', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const first = await ours.issue('renewed');
  const server = await serving({ ...first, caCert: '' });
  const serial = async (file: string) => new X509Certificate(await readFile(file)).serialNumber;
  try {
    const before = await serial(first.cert);
    expect(await shown(server.port)).toBe(before);
    const key = await readFile(first.key);
    await ours.issue('renewed');
    const [newKey, after] = [await readFile(first.key), await serial(first.cert)];
    await writeFile(first.key, key);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await shown(server.port)).toBe(before);
    await writeFile(first.key, newKey);
    await vi.advanceTimersByTimeAsync(60_000);
    await expect.poll(() => shown(server.port)).toBe(after);
  } finally {
    await server.stop();
    vi.useRealTimers();
  }
});

function shown(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols: ['h2'] }, () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

test.each([
  ['a key alone', { ...none, key: '/k' }, /server\.cert is missing/],
  ['a certificate without its key', { ...none, cert: '/c' }, /belong together/],
  [
    'files that are not there',
    { ...none, cert: '/no/c', key: '/no/k' },
    /certificates of server cannot be used.*ENOENT/,
  ],
])('%s is refused with the keys to mend', async (_, files, message) => {
  await expect(serverTls(files, 'server')).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringMatching(message),
  });
});
