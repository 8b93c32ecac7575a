import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@damselfly/sdk';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sampleBytes, startOrigin } from '../testing/origin.ts';
import { startTestPeer } from '../testing/peer.ts';
import { startScriptedScheduler } from '../testing/scripted-scheduler.ts';
import { dynconfigFileDirectory } from './dynconfig-file.ts';

let dir: string;
let file: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'damselfly-dynconfig-'));
  file = join(dir, 'dynconfig.yaml');
});

afterEach(() => rm(dir, { recursive: true, force: true }));

const read = async (text: string, seed = false) => {
  await writeFile(file, text);
  const heard: unknown[] = [];
  const onConfig = (config: Uint8Array) => heard.push(JSON.parse(Buffer.from(config).toString()));
  const directory = dynconfigFileDirectory({ file, seed, onConfig });
  return { schedulers: await directory.schedulers(new AbortController().signal), heard };
};

test('addresses go before the one name, which may stand for several machines', async () => {
  const name = 'scheduler:\n  addr: localhost:8002\n';
  expect((await read(name)).schedulers).toEqual([{ ip: '127.0.0.1', port: 8002 }]);
  expect((await read(`${name}  addrs: ["10.0.0.1:1", "[::1]:2"]\n`)).schedulers).toEqual([
    { ip: '10.0.0.1', port: 1 },
    { ip: '::1', port: 2 },
  ]);
});

test('seeds and other hosts are told what is for them', async () => {
  const text = 'clientConfig: {blockList: {task: {}}}\nseedClientConfig: {block_list: {}}\n';
  expect((await read(text)).heard).toEqual([{ blockList: { task: {} } }]);
  expect((await read(text, true)).heard).toEqual([{ block_list: {} }]);
});

test.each([
  ['schedulers: []', /schedulers/],
  ['scheduler: {addr: [1]}', /scheduler\.addr/],
  ['scheduler: {addr: "nowhere"}', /host:port/],
  [': :', /no YAML/],
])('%j is refused with the reason', async (text, reason) => {
  await expect(read(text)).rejects.toThrow(reason);
});

test('a daemon starts with no manager and no scheduler, and takes up what the file says while it runs', async () => {
  const origin = await startOrigin(sampleBytes(5 * 2 ** 20));
  const scheduler = await startScriptedScheduler();
  const refresh = { dynconfig: { refreshInterval: '100ms' } };
  const peer = await startTestPeer('local', refresh, undefined, [], file);
  using daemon = await connect({ socketPath: peer.socket });
  let nth = 0;
  const download = async () => {
    nth += 1;
    for await (const _ of daemon.content({ url: `${origin.url}?nth=${nth}`, tag: 'bad' }));
  };
  try {
    await download();
    expect(scheduler.peers).toHaveLength(0);
    await writeFile(file, `scheduler:\n  addrs: ["${scheduler.address}"]\n`);
    await expect.poll(() => scheduler.hosts.size, { timeout: 20_000 }).toBe(1);
    await download();
    expect(scheduler.peers.some(({ download }) => download?.url.endsWith('?nth=2'))).toBe(true);
    const blocked = `scheduler: {addrs: ["${scheduler.address}"]}\nclientConfig: {blockList: {task: {download: {tags: [bad]}}}}\n`;
    await writeFile(file, blocked);
    await vi.waitFor(() => expect(download()).rejects.toMatchObject({ code: 'forbidden' }), { timeout: 20_000 });
    // A slip of the hand changes nothing.
    await writeFile(file, `${blocked}: :`);
    for (let look = 0; look < 3; look += 1) await expect(download()).rejects.toMatchObject({ code: 'forbidden' });
    await rm(file);
    await vi.waitFor(download, { timeout: 20_000 });
  } finally {
    await peer.stop();
    await scheduler.kill();
    await origin.close();
  }
});
