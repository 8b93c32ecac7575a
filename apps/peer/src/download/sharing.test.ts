import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { fetchFile } from '../testing/fetch.ts';
import { sampleBytes, startOrigin, type TestOrigin } from '../testing/origin.ts';
import { startTestPeer } from '../testing/peer.ts';
import {
  parents,
  type Script,
  type ScriptedScheduler,
  startScriptedScheduler,
  toSource,
} from '../testing/scripted-scheduler.ts';

const content = sampleBytes(24 * 2 ** 20);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const closers: (() => Promise<void>)[] = [];
let origin: TestOrigin;
let scheduler: ScriptedScheduler;

/** Nobody but the first is ever named as a parent. */
const onlyTheFirst: Script = (_peer, others) => (others[0] === undefined ? toSource : parents([others[0]]));

beforeEach(async () => {
  origin = await startOrigin(content);
  scheduler = await startScriptedScheduler(onlyTheFirst);
  closers.push(origin.close, scheduler.kill);
});
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

test('children of one parent give each other what it gave them, so that it sends little twice', async () => {
  const join = async (name: string, settings: Parameters<typeof startTestPeer>[1] = {}) => {
    const peer = await startTestPeer(name, { scheduler: { addrs: [scheduler.address] }, ...settings });
    closers.unshift(() => peer.stop());
    await eventually(() => expect([...scheduler.hosts.values()].some(({ hostname }) => hostname === name)).toBe(true));
    return peer;
  };
  const first = await join('first', { upload: { bandwidthLimit: '4MiB' } });
  const children = await Promise.all(['b', 'c', 'd', 'e'].map((name) => join(name)));
  await fetchFile(first, origin.url);
  const root = scheduler.peers[0]?.id;
  const fetched = await Promise.all(children.map((child) => fetchFile(child, origin.url)));
  for (const { file } of fetched) expect(sha256(file)).toBe(sha256(content));
  const pieces = fetched.flatMap(({ pieces }) => pieces);
  expect(pieces).toHaveLength(4 * 6);
  const fromRoot = pieces.filter(({ parentId }) => parentId === root).length;
  expect(fromRoot).toBeGreaterThanOrEqual(6);
  expect(fromRoot).toBeLessThan(13);
});
