import { chmod, chown, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { common, createClient, dfdaemon, hostAndPort, serverStreamCall, unaryCall } from '@damselfly/proto';
import { connect, type Daemon } from '@damselfly/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleBytes, startOrigin, type TestOrigin } from '../testing/origin.ts';
import { startTestPeer, type TestPeer } from '../testing/peer.ts';

const content = sampleBytes(1000);
const nobody = 65_534;
const asRoot = process.getuid?.() === 0;

let origin: TestOrigin;
let peer: TestPeer;
let allowed: string;

beforeAll(async () => {
  origin = await startOrigin(content);
  peer = await startTestPeer('fenced');
  allowed = join(peer.dir, 'allowed');
  await mkdir(allowed);
});

afterAll(async () => {
  await peer.stop();
  await origin.close();
});

const save = async (daemon: Daemon, output: string, more = {}) => {
  for await (const _ of daemon.download({ url: origin.url, output, ...more }));
  return readFile(output);
};

test('the socket is for its owner and group from its first moment on', async () => {
  expect((await stat(peer.socket)).mode & 0o777).toBe(0o660);
});

test('other hosts have no files written and hand no files on', async () => {
  const client = createClient(dfdaemon.DfdaemonUploadClient, { address: peer.grpc });
  try {
    const outputPath = join(peer.dir, 'from-afar');
    const call = async (download: Partial<common.Download>) => {
      const request = { download: common.Download.fromPartial(download) };
      for await (const _ of serverStreamCall(client.downloadTask.bind(client), request));
    };
    await expect(call({ url: origin.url, outputPath })).rejects.toMatchObject({ code: 'forbidden' });
    const file = dfdaemon.DownloadPersistentCacheTaskRequest.fromPartial({ taskId: 'f'.repeat(64), outputPath });
    const cache = serverStreamCall(client.downloadPersistentCacheTask.bind(client), file);
    await expect(cache.next()).rejects.toMatchObject({ code: expect.stringMatching('forbidden|unavailable') });
    await expect(stat(outputPath)).rejects.toMatchObject({ code: 'ENOENT' });
    const local = createClient(dfdaemon.DfdaemonDownloadClient, { address: peer.grpc });
    const path = join(peer.dir, 'secret');
    await writeFile(path, 'x');
    const upload = dfdaemon.UploadPersistentCacheTaskRequest.fromPartial({ path, persistentReplicaCount: 1n });
    const sent = unaryCall(local.uploadPersistentCacheTask.bind(local), upload);
    await expect(sent).rejects.toMatchObject({ code: 'unimplemented' });
    local.close();
  } finally {
    client.close();
  }
});

test('requests beyond 4 MiB are refused before they are read', async () => {
  const client = createClient(dfdaemon.DfdaemonUploadClient, { address: hostAndPort('127.0.0.1', portOf(peer.grpc)) });
  try {
    const statTask = unaryCall(client.statLocalTask.bind(client), { taskId: 'x'.repeat(5 * 2 ** 20) });
    await expect(statTask).rejects.toMatchObject({ code: 'exhausted' });
    const local = unaryCall(peer.client.statLocalTask.bind(peer.client), { taskId: 'x'.repeat(5 * 2 ** 20) });
    await expect(local).rejects.toMatchObject({ code: 'exhausted' });
  } finally {
    client.close();
  }
});

const portOf = (address: string) => Number(address.split(':').at(-1));

describe('a daemon with allowed folders', () => {
  test('writes under them only, wherever links lead', async () => {
    const settings = { download: { server: { socketPath: join(peer.dir, 'f'), outputDirs: [allowed] } } };
    const fenced = await startTestPeer('folders', settings);
    try {
      using daemon = await connect({ socketPath: fenced.socket });
      expect((await save(daemon, join(allowed, 'in'))).equals(content)).toBe(true);
      const outside = join(fenced.dir, 'outside');
      await expect(save(daemon, outside)).rejects.toMatchObject({ code: 'forbidden' });
      await symlink(fenced.dir, join(allowed, 'way-out'));
      await expect(save(daemon, join(allowed, 'way-out', 'x'))).rejects.toMatchObject({ code: 'forbidden' });
      await expect(save(daemon, `${allowed}-not/x`)).rejects.toMatchObject({ code: 'invalid' });
    } finally {
      await fenced.stop();
    }
  });
});

describe.skipIf(!asRoot)('a program of another user', () => {
  let daemon: Daemon;
  let home: string;
  const forbidden = { code: 'forbidden' };

  beforeAll(async () => {
    home = join(peer.dir, 'home');
    await mkdir(home);
    await chown(home, nobody, nobody);
    await chmod(peer.dir, 0o755);
    await chown(peer.socket, 0, nobody);
    // Who calls is settled when the connection is made.
    process.setegid?.(nobody);
    process.seteuid?.(nobody);
    try {
      daemon = await connect({ socketPath: peer.socket });
    } finally {
      process.seteuid?.(0);
      process.setegid?.(0);
    }
  });

  afterAll(() => daemon?.close());

  test('gets its files as its own, where it could have made them itself', async () => {
    const mine = join(home, 'mine');
    expect((await save(daemon, mine)).equals(content)).toBe(true);
    expect(await stat(mine)).toMatchObject({ uid: nobody, gid: nobody });
    await expect(save(daemon, join(allowed, 'not-mine'))).rejects.toMatchObject(forbidden);
    await expect(save(daemon, join(home, 'shared'), { hardLink: true })).rejects.toMatchObject(forbidden);
  });

  test('cannot reach other folders by links, nor folders behind closed ones', async () => {
    const prize = join(allowed, 'prize');
    await writeFile(prize, 'precious');
    await symlink(allowed, join(home, 'link'));
    const through = save(daemon, join(home, 'link', 'prize'), { overwrite: true });
    await expect(through).rejects.toMatchObject(forbidden);
    // A link under the file's own name is replaced itself.
    await symlink(prize, join(home, 'name'));
    expect((await save(daemon, join(home, 'name'), { overwrite: true })).equals(content)).toBe(true);
    expect(await readFile(prize, 'utf8')).toBe('precious');
    const closed = join(peer.dir, 'closed');
    await mkdir(join(closed, 'open'), { recursive: true });
    await chmod(join(closed, 'open'), 0o777);
    await chmod(closed, 0o700);
    await expect(save(daemon, join(closed, 'open', 'x'))).rejects.toMatchObject(forbidden);
  });

  test('does not replace files of others in a folder for all', async () => {
    const all = join(peer.dir, 'all');
    await mkdir(all);
    await chmod(all, 0o1777);
    await writeFile(join(all, 'theirs'), 'theirs');
    await expect(save(daemon, join(all, 'theirs'), { overwrite: true })).rejects.toMatchObject(forbidden);
    expect((await save(daemon, join(all, 'own'))).equals(content)).toBe(true);
  });

  test('hands on its own files only', async () => {
    const theirs = join(peer.dir, 'theirs');
    await writeFile(theirs, 'secret', { mode: 0o600 });
    await expect(daemon.files.import({ path: theirs })).rejects.toMatchObject(forbidden);
    await symlink(theirs, join(home, 'borrowed'));
    await expect(daemon.files.import({ path: join(home, 'borrowed') })).rejects.toMatchObject({ code: 'invalid' });
    await expect(daemon.objects.import({ path: theirs, url: 'mem://b/k' })).rejects.toMatchObject(forbidden);
    const own = join(home, 'own');
    await writeFile(own, 'mine');
    await chown(own, nobody, nobody);
    // Further than the fence it comes: there is no scheduler here.
    await expect(daemon.files.import({ path: own })).rejects.toMatchObject({ code: 'unavailable' });
  });
});
