import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { announcedPeer } from '../testing/announced-peer.ts';
import { type RunningScheduler, runningScheduler, taskOf } from '../testing/running-scheduler.ts';
import { readIndex } from './index-file.ts';
import { decodeRecord } from './record.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'damselfly-index-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const fast = { SNAPSHOT_FLUSH_INTERVAL: '5ms' };
const started = (folder: string) => runningScheduler({ ...fast, SNAPSHOT_DIR: join(dir, folder) });

/** A port that answers as a living host's does. */
async function livingHost(): Promise<{ port: number } & AsyncDisposable> {
  const server = createServer((socket) => socket.on('error', () => undefined).destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, [Symbol.asyncDispose]: async () => void server.close() };
}

/** One host fetches the task from the source, and the disk knows. */
async function fetchOnce(running: RunningScheduler, folder: string, port: number): Promise<string> {
  const a = await announcedPeer(running, 'a', taskOf('1'), { port });
  a.register();
  await a.next();
  a.backToSourceStarted();
  for (const piece of [0, 1]) a.piece(piece);
  a.send({ $case: 'downloadPeerBackToSourceFinishedRequest', value: {} });
  await a.status();
  await expect.poll(async () => (await readIndex(join(dir, folder))).copies.size).toBe(1);
  return a.id;
}

/** What a disk holds after the process was cut off. */
const crashedCopy = (from: string, to: string) => cp(join(dir, from), join(dir, to), { recursive: true });

describe('a scheduler that was cut off', () => {
  test('offers after its restart what living hosts held before, without a word from them', async () => {
    await using host = await livingHost();
    await using before = await started('one');
    const holder = await fetchOnce(before, 'one', host.port);
    await crashedCopy('one', 'two');
    await using after = await started('two');
    const b = await announcedPeer(after, 'b', taskOf('1'));
    b.register();
    expect(await b.parents()).toEqual([holder]);
  });

  test('offers nothing of a host that does not answer, until that host announces itself', async () => {
    await using before = await started('one');
    const holder = await fetchOnce(before, 'one', 1025);
    await crashedCopy('one', 'two');
    await using after = await started('two');
    const b = await announcedPeer(after, 'b', taskOf('1'));
    b.register();
    expect((await b.next()).$case).toBe('needBackToSourceResponse');
    await announcedPeer(after, 'a', taskOf('1'));
    const c = await announcedPeer(after, 'c', taskOf('1'));
    c.register();
    expect(await c.parents()).toEqual([holder]);
  });

  test('uses no sequence of a task twice', async () => {
    await using host = await livingHost();
    await using before = await started('one');
    await fetchOnce(before, 'one', host.port);
    await crashedCopy('one', 'two');
    await using after = await started('two');
    const last = Math.max(...before.published.map(({ seq }) => seq));
    const b = await announcedPeer(after, 'b', taskOf('1'));
    b.register();
    await b.next();
    expect(Math.min(...after.published.map(({ seq }) => seq))).toBeGreaterThan(last);
  });

  test('starts from every prefix of its file, with nothing it did not know', async () => {
    await using host = await livingHost();
    await using before = await started('one');
    await fetchOnce(before, 'one', host.port);
    const whole = await readFile(join(dir, 'one', 'index.log'));
    const lines = whole.toString().trimEnd().split('\n');
    const [all, known] = [lines.flatMap((line) => decodeRecord(line) ?? []), await readIndex(join(dir, 'one'))];
    expect(all).toHaveLength(lines.length);
    await crashedCopy('one', 'cut');
    for (let bytes = whole.length; bytes > 0; bytes -= 7) {
      await truncate(join(dir, 'cut', 'index.log'), bytes);
      const cut = await readIndex(join(dir, 'cut'));
      for (const [peer, copy] of cut.copies) expect(copy).toEqual(known.copies.get(peer));
      expect(cut.ceiling).toBeLessThanOrEqual(known.ceiling);
    }
  });
});

test('a damaged line ends the reading, whatever stands behind it', () => {
  expect(decodeRecord('00000000 {"kind":"copyGone","peer":"p"}')).toBeUndefined();
  expect(decodeRecord('')).toBeUndefined();
});

test('an orderly stop keeps the index, too', async () => {
  await using host = await livingHost();
  let holder: string;
  {
    await using before = await started('one');
    holder = await fetchOnce(before, 'one', host.port);
  }
  await using after = await started('one');
  const b = await announcedPeer(after, 'b', taskOf('1'));
  b.register();
  expect(await b.parents()).toEqual([holder]);
});
