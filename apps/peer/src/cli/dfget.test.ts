import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sampleBytes, startOrigin, type TestOrigin } from '../testing/origin.ts';
import { startTestPeer, type TestPeer } from '../testing/peer.ts';
import { runTool } from '../testing/run-tool.ts';

const MiB = 2 ** 20;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const content = sampleBytes(9 * MiB + 11);
const dfget = (...args: string[]) => runTool('dfget', args);

let origin: TestOrigin;
let peer: TestPeer;
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'damselfly-dfget-'));
  origin = await startOrigin(content);
  peer = await startTestPeer('dfget');
});

afterAll(async () => {
  await peer.stop();
  await origin.close();
  await rm(dir, { recursive: true, force: true });
});

afterEach(() => {
  origin.whim = undefined;
});

const events = (stdout: Buffer): { event: string; message?: string; doneBytes?: number; code?: string }[] =>
  stdout
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe.each([
  ['through the daemon', () => ['-e', peer.socket]],
  ['without a daemon', () => ['-e', join(dir, 'no-such-socket')]],
])('dfget %s', (how, endpoint) => {
  const output = (name: string) => join(dir, `${how.replaceAll(' ', '-')}-${name}`);

  test('writes the file, says nothing when nobody looks, and leaves nothing beside it', async () => {
    const file = output('whole');
    const run = await dfget(`${origin.url}?whole=${how.length}`, '-O', file, ...endpoint());
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toHaveLength(0);
    expect(sha256(await readFile(file))).toBe(sha256(content));
    expect((await readdir(dir)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('sends everything, or a range, to standard output', async () => {
    const url = `${origin.url}?stdout=${how.length}`;
    expect(sha256((await dfget(url, '-O', '-', ...endpoint())).stdout)).toBe(sha256(content));
    const { stdout, exitCode } = await dfget(url, '-O', '-', '--range', '4194300-4194309', ...endpoint());
    expect(exitCode).toBe(0);
    expect(stdout.equals(content.subarray(4_194_300, 4_194_310))).toBe(true);
  });

  test('writes a range into a file', async () => {
    const file = output('range');
    await dfget(`${origin.url}?range=${how.length}`, '-O', file, '--range', '10-19', ...endpoint());
    expect((await readFile(file)).equals(content.subarray(10, 20))).toBe(true);
  });

  test('tells scripts what happens', async () => {
    const url = `${origin.url}?json=${how.length}`;
    const told = events((await dfget(url, '-O', output('json'), '--json', ...endpoint())).stdout);
    expect(told.map(({ event }) => event)).toEqual(expect.arrayContaining(['started', 'finished']));
    expect(told.at(-1)).toMatchObject({ event: 'finished', doneBytes: content.length, totalBytes: content.length });
    expect(told.some(({ event }) => event === 'alone')).toBe(how === 'without a daemon');
  });

  test('keeps the old file when the new one is not what was promised', async () => {
    const file = output('old');
    await writeFile(file, 'old');
    const url = `${origin.url}?old=${how.length}`;
    const wrong = `sha256:${'0'.repeat(64)}`;
    const run = await dfget(url, '-O', file, '--overwrite', '--digest', wrong, '--json', ...endpoint());
    expect(run.exitCode).toBe(1);
    expect(events(run.stdout).at(-1)).toMatchObject({ event: 'failed', code: 'corrupt' });
    expect(await readFile(file, 'utf8')).toBe('old');
    const piped = await dfget(url, '-O', '-', '--digest', wrong, ...endpoint());
    expect(piped).toMatchObject({ exitCode: 1 });
    expect(piped.stdout).toHaveLength(0);
    const refused = await dfget(url, '-O', file, ...endpoint());
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('--overwrite') });
  });

  test('goes on where a broken download stopped', async () => {
    const file = output('resumed');
    const url = `${origin.url}?resume=${how.length}`;
    // The second half is on its way for ever.
    origin.whim = (request) => Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0) >= 4 * MiB;
    const stop = new AbortController();
    const args = [url, '-O', file, '--json', ...endpoint()];
    const onOutput = (text: string) => {
      if (text.includes('"progress"')) stop.abort();
    };
    expect((await runTool('dfget', args, { signal: stop.signal, onOutput })).exitCode).toBe(1);
    origin.whim = undefined;
    const before = origin.sentBytes;
    expect(await dfget(url, '-O', file, ...endpoint())).toMatchObject({ exitCode: 0 });
    expect(sha256(await readFile(file))).toBe(sha256(content));
    expect(origin.sentBytes - before).toBeLessThan(content.length - 3 * MiB);
  });

  test('reports what the origin said', async () => {
    origin.whim = (_request, response) => {
      response.writeHead(404, { 'x-why': 'gone' }).end();
      return true;
    };
    const run = await dfget(`${origin.url}?gone=${how.length}`, '-O', output('gone'), ...endpoint());
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toMatch(/Bad Status Code: 404[\s\S]*\[x-why\]: gone/);
  });
});

test('with --require-daemon a missing daemon is an error that says what to do', async () => {
  const args = [origin.url, '-O', join(dir, 'never'), '-e', join(dir, 'no-such-socket'), '--require-daemon'];
  expect(await dfget(...args)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('no dfdaemon listens') });
  expect(await dfget('--no-such-flag')).toMatchObject({ exitCode: 2 });
});
