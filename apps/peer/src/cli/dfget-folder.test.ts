import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@damselfly/sdk';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type MemorySource, memorySource } from '../testing/memory-source.ts';
import { sampleBytes, startOrigin, type TestOrigin } from '../testing/origin.ts';
import { startTestPeer, type TestPeer } from '../testing/peer.ts';
import { runTool } from '../testing/run-tool.ts';

const content = (seed: number) => sampleBytes(100_000 + seed, seed);
const names = ['config.json', 'weights/1.bin', 'weights/2.bin', 'weights/deep/3.bin'];
let source: MemorySource;
let peer: TestPeer;
let origin: TestOrigin;
let dir: string;

beforeAll(async () => {
  source = memorySource();
  for (const [at, name] of names.entries()) source.objects.set(`mem://models/llama/${name}`, content(at));
  source.objects.set('mem://models/other', content(9));
  origin = await startOrigin(content(7));
  peer = await startTestPeer('folders', {}, undefined, [source]);
});

afterAll(async () => {
  await peer.stop();
  await origin.close();
});

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'damselfly-folder-'));
});

afterEach(() => rm(dir, { recursive: true, force: true }));

const dfget = (...args: string[]) => runTool('dfget', [...args, '-O', dir, '-e', peer.socket]);
const found = async () => (await readdir(dir, { recursive: true })).sort();
const lines = (stdout: Buffer): { event: string; output?: string; code?: string; message?: string }[] =>
  stdout
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test('a folder comes with everything below it, and scripts are told of each file', async () => {
  const run = await dfget('-r', 'mem://models/llama', '--json');
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  for (const [at, name] of names.entries()) expect((await readFile(join(dir, name))).equals(content(at))).toBe(true);
  expect(await found()).toEqual([...names, 'weights', 'weights/deep'].sort());
  const told = lines(run.stdout);
  expect(
    told
      .filter(({ event }) => event === 'file')
      .map(({ output }) => output?.slice(dir.length + 1))
      .sort(),
  ).toEqual(names);
  const total = names.reduce((sum, _, at) => sum + content(at).length, 0);
  expect(told[0]).toMatchObject({ event: 'started', totalBytes: total });
  expect(told.at(-1)).toMatchObject({ event: 'finished', doneBytes: total, output: dir });
});

test('only the chosen files come, by name without asking for a list, or by pattern', async () => {
  expect(await dfget('mem://models/llama/', '-I', 'weights/**/*.bin')).toMatchObject({ exitCode: 0 });
  expect(await found()).toEqual([...names.slice(1), 'weights', 'weights/deep'].sort());
  const web = new URL(origin.url).origin;
  expect(await dfget('-r', web, '-I', 'a/one', '-I', 'two')).toMatchObject({ exitCode: 0, stderr: '' });
  expect((await readFile(join(dir, 'a/one'))).equals(content(7))).toBe(true);
  const all = await dfget('-r', web, '--json');
  expect(all.exitCode).toBe(1);
  expect(lines(all.stdout).at(-1)).toMatchObject({
    code: 'unimplemented',
    message: expect.stringContaining('--include-files'),
  });
});

test('without a daemon the named files of a folder come all the same, and nothing is left beside them', async () => {
  const args = ['-r', new URL(origin.url).origin, '-I', 'a/one', '-I', 'two', '-O', dir, '-e', join(dir, 'no-socket')];
  expect(await runTool('dfget', args)).toMatchObject({ exitCode: 0 });
  expect(await found()).toEqual(['a', 'a/one', 'two']);
  await expect(stat(join(dir, '..', `.${dir.split('/').at(-1)}.dfget`))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('too many files, files that exist and folders that are none are refused before anything comes', async () => {
  const refused = async (code: string, ...args: string[]) => {
    const run = await dfget(...args, '--json');
    expect(run.exitCode).toBe(1);
    expect(lines(run.stdout).at(-1)).toMatchObject({ event: 'failed', code });
  };
  await refused('exhausted', 'mem://models/llama/', '--max-files', '3');
  await refused('notFound', 'mem://models/llama/', '-I', 'no*');
  expect(await found()).toEqual([]);
  await writeFile(join(dir, 'config.json'), 'mine');
  await refused('conflict', 'mem://models/llama/');
  expect(await readFile(join(dir, 'config.json'), 'utf8')).toBe('mine');
  expect(await dfget('mem://models/llama/', '--overwrite')).toMatchObject({ exitCode: 0 });
  const nowhere = await runTool('dfget', ['-r', 'mem://models/llama', '-O', join(dir, 'no'), '-e', peer.socket]);
  expect(nowhere).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('is no folder') });
});

test('the first file that fails ends the rest, and is the one reported', async () => {
  source.objects.set('mem://models/bad/2', content(2));
  source.promised.set('mem://models/bad/2', `sha256:${'0'.repeat(64)}`);
  for (const name of ['1', '3', '4']) source.objects.set(`mem://models/bad/${name}`, content(1));
  const run = await dfget('mem://models/bad/', '--json', '--max-concurrent-requests', '1');
  expect(run.exitCode).toBe(1);
  expect(lines(run.stdout).at(-1)).toMatchObject({ event: 'failed', code: 'corrupt' });
  expect(await found()).not.toContain('2');
});

test('programs list a folder through the client package', async () => {
  using daemon = await connect({ socketPath: peer.socket });
  const entries = await daemon.entries({ url: 'mem://models/llama/' });
  expect(entries.filter(({ isFolder }) => !isFolder)).toHaveLength(names.length);
  await expect(daemon.entries({ url: 'http://127.0.0.1:1/' })).rejects.toMatchObject({ code: 'unimplemented' });
});
