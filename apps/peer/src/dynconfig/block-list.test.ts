import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@damselfly/core';
import { silentLog } from '@damselfly/core/node';
import { connect, type Daemon } from '@damselfly/sdk';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { memorySource } from '../testing/memory-source.ts';
import { sampleBytes, startOrigin, type TestOrigin } from '../testing/origin.ts';
import { startTestPeer, type TestPeer } from '../testing/peer.ts';
import { runTool } from '../testing/run-tool.ts';
import { type ScriptedManager, startScriptedManager } from '../testing/scripted-manager.ts';
import { firstToSource, type ScriptedScheduler, startScriptedScheduler } from '../testing/scripted-scheduler.ts';
import { BlockList, type BlockSubject } from './block-list.ts';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value));
const subject: BlockSubject = { url: 'https://a.test/x.iso', application: 'app', tag: 'tag', priority: 3 };
const list = (value: unknown) => {
  const made = new BlockList({ log: silentLog(), onBlocked: () => undefined });
  made.update(encode(value));
  return made;
};

describe('a block list', () => {
  test.each([
    ['application', { applications: ['app'] }],
    ['tag', { tags: ['tag'] }],
    ['priority', { priorities: [3] }],
    ['URL', { urls: ['\\.iso$'] }],
  ])('blocks by %s, in its direction and family only', (what, download) => {
    const blocks = list({ block_list: { task: { download } } });
    expect(() => blocks.checkDownload(subject)).toThrow(what);
    expect(() => blocks.checkUpload(subject)).not.toThrow();
    expect(() => blocks.checkDownload({ ...subject, kind: 'persistent' })).not.toThrow();
    const other = { url: 'https://a.test/x.img', application: '', tag: '', priority: 0 };
    expect(() => blocks.checkDownload(other)).not.toThrow();
  });

  test('leaves out a pattern that is none, and stays as it was when all of it makes no sense', () => {
    const blocks = list({ block_list: { task: { download: { urls: ['(', 'x'], tags: null } } } });
    expect(() => blocks.checkDownload(subject)).toThrow(Failure);
    for (const nonsense of ['{', '{"block_list":{"task":7}}']) {
      blocks.update(Buffer.from(nonsense));
      expect(() => blocks.checkDownload(subject)).toThrow(Failure);
    }
    blocks.update(encode({}));
    expect(() => blocks.checkDownload(subject)).not.toThrow();
  });
});

describe('what the manager blocks', () => {
  let manager: ScriptedManager;
  let scheduler: ScriptedScheduler;
  let origin: TestOrigin;
  let peer: TestPeer;
  let daemon: Daemon;

  beforeAll(async () => {
    origin = await startOrigin(sampleBytes(1000));
    scheduler = await startScriptedScheduler(firstToSource);
    manager = await startScriptedManager(scheduler.address);
    const settings = { manager: { addr: manager.address }, dynconfig: { refreshInterval: '100ms' } };
    peer = await startTestPeer('blocked', settings, undefined, [memorySource()]);
    daemon = await connect({ socketPath: peer.socket });
  });

  afterAll(async () => {
    daemon.close();
    await peer.stop();
    await manager.close();
    await scheduler.kill();
    await origin.close();
  });

  const bytes = async (content: AsyncIterable<Uint8Array>) => {
    let count = 0;
    for await (const part of content) count += part.length;
    return count;
  };
  const viaProxy = async (url: string) => {
    const header = { 'x-dragonfly-registry': new URL(url).origin, 'x-dragonfly-use-p2p': 'true' };
    const { pathname, search } = new URL(url);
    return (await fetch(`http://${peer.proxy}${pathname}${search}`, { headers: header })).status;
  };
  const say = async (download: unknown, upload: unknown, refused: () => Promise<unknown>) => {
    const both = { download, upload };
    manager.peers = { block_list: { task: both, persistent_task: both, persistent_cache_task: both } };
    await vi.waitFor(() => expect(refused()).rejects.toMatchObject({ code: 'forbidden' }), { timeout: 20_000 });
  };

  test('is refused on every path soon after, and allowed soon after it is no more', async () => {
    const url = `${origin.url}?bad`;
    expect(await bytes(daemon.content({ url: `${url}-before` }))).toBe(1000);
    const rules = { urls: ['\\?bad'], tags: ['bad'] };
    await say(rules, rules, () => bytes(daemon.content({ url: `${url}-1` })));
    // Through dfget, the proxy and the calls for persistent tasks; content that is here already, too.
    const dfget = await runTool('dfget', [`${url}-before`, '-O', join(peer.dir, 'x'), '-e', peer.socket]);
    expect(dfget).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('blocked by the manager') });
    expect(await viaProxy(`${url}-2`)).toBe(403);
    const object = daemon.objects.content({ url: 'mem://bucket/x?bad' });
    await expect(bytes(object)).rejects.toMatchObject({ code: 'forbidden' });
    const path = join(peer.dir, 'in');
    await writeFile(path, 'x');
    const forbidden = { code: 'forbidden' };
    await expect(daemon.files.import({ path, tag: 'bad' })).rejects.toMatchObject(forbidden);
    await expect(daemon.objects.import({ path, url: 'mem://bucket/x?bad' })).rejects.toMatchObject(forbidden);
    expect(await bytes(daemon.content({ url: `${origin.url}?good` }))).toBe(1000);
    const metrics = await (await fetch(`http://${peer.metrics}/metrics`)).text();
    expect(metrics).toMatch(/dragonfly_client_download_task_blocked_total\{[^}]*\} [1-9]/);
    expect(metrics).toMatch(/dragonfly_client_upload_task_blocked_total\{[^}]*\} 1/);
    manager.peers = {};
    await vi.waitFor(async () => expect(await bytes(daemon.content({ url: `${url}-3` }))).toBe(1000), {
      timeout: 20_000,
    });
    expect(await viaProxy(`${url}-4`)).toBe(200);
  });
});
