import { createClient, dfdaemon, serverTls, unaryCall } from '@damselfly/proto';
import { type TestAuthority, type TestCertificate, testAuthority } from '@damselfly/proto/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchFile } from './testing/fetch.ts';
import { sampleBytes, startOrigin, type TestOrigin } from './testing/origin.ts';
import { startTestPeer } from './testing/peer.ts';
import { startScriptedManager } from './testing/scripted-manager.ts';
import { startScriptedScheduler } from './testing/scripted-scheduler.ts';

const content = sampleBytes(5 * 2 ** 20);
let authority: TestAuthority;
let origin: TestOrigin;

beforeAll(async () => {
  authority = await testAuthority();
  origin = await startOrigin(content);
});

afterAll(async () => {
  await origin.close();
  await authority[Symbol.asyncDispose]();
});

const settingsWith = (mine: TestCertificate, manager: string) => ({
  manager: { addr: manager, ...mine },
  scheduler: mine,
  upload: { server: { ip: '127.0.0.1', port: 0, ...mine }, client: mine },
});

test('with certificates everything is spoken over TLS on both sides: manager, scheduler, other peers', async () => {
  const server = await serverTls(await authority.issue('central'), 'central');
  const scheduler = await startScriptedScheduler(undefined, 0, server.credentials);
  const manager = await startScriptedManager(scheduler.address, server.credentials);
  const [one, two] = await Promise.all(
    ['one', 'two'].map(async (name) => startTestPeer(name, settingsWith(await authority.issue(name), manager.address))),
  );
  if (one === undefined || two === undefined) throw new Error('two peers were started');
  const plain = createClient(dfdaemon.DfdaemonUploadClient, { address: one.grpc });
  try {
    await expect.poll(() => scheduler.hosts.size).toBe(2);
    expect((await fetchFile(one, origin.url)).file.equals(content)).toBe(true);
    const sentOnce = origin.sentBytes;
    expect((await fetchFile(two, origin.url)).file.equals(content)).toBe(true);
    expect(origin.sentBytes - sentOnce).toBeLessThan(10);
    expect(scheduler.peers.at(-1)?.reports).toContain('downloadPieceFinishedRequest');
    const strange = unaryCall(plain.statLocalTask.bind(plain), { taskId: 'x' }, { timeoutMs: 2000 });
    await expect(strange).rejects.toMatchObject({ code: 'unavailable' });
  } finally {
    plain.close();
    await Promise.all([one.stop(), two.stop()]);
    await manager.close();
    await scheduler.kill();
    server.close();
  }
});

test('a peer does not start with certificates it cannot use, and says which keys to mend', async () => {
  const wrong = startTestPeer('wrong', { upload: { server: { ip: '127.0.0.1', port: 0, cert: '/no/such.pem' } } });
  await expect(wrong).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('upload.server.key') });
});
