import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from '@damselfly/sdk';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sampleBytes, startOrigin, type TestOrigin } from '../testing/origin.ts';
import { startTestPeer, type TestPeer } from '../testing/peer.ts';
import { runTool } from '../testing/run-tool.ts';
import { type SchedulerProcess, startScheduler } from '../testing/scheduler-process.ts';

const MiB = 2 ** 20;
const content = sampleBytes(5 * MiB);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let scheduler: SchedulerProcess;
let origin: TestOrigin;
let one: TestPeer;
let two: TestPeer;

beforeAll(async () => {
  scheduler = await startScheduler();
  origin = await startOrigin(content);
  const settings = { scheduler: { addrs: [scheduler.address] } };
  [one, two] = await Promise.all([startTestPeer('one', settings), startTestPeer('two', settings)]);
  for (const { health } of [one, two]) {
    const ready = async () => (await fetch(`http://${health}/readyz`)).json();
    await vi.waitFor(async () => expect(await ready()).toMatchObject({ schedulers: 1 }), { timeout: 30_000 });
  }
});

afterAll(async () => {
  await Promise.all([one?.stop(), two?.stop()]);
  await origin?.close();
  await scheduler?.[Symbol.asyncDispose]();
});

const run = async (tool: string, ...args: string[]) => {
  const { exitCode, stdout, stderr } = await runTool(tool, args);
  return { exitCode, text: stdout.toString(), stdout, stderr };
};
const json = (text: string): unknown => JSON.parse(text);

test('dfcache imports a file, shows it, gets it on another host, and deletes it everywhere', async () => {
  const path = join(one.dir, 'in');
  await writeFile(path, content);
  const imported = await run('dfcache', 'import', path, '--ttl', '10m', '--tag', 't', '-e', one.socket);
  expect(imported).toMatchObject({ exitCode: 0, stderr: '' });
  const id = /^Done: ([0-9a-f]{64})\n$/.exec(imported.text)?.[1] ?? '';
  expect(id).toBe(createHash('sha256').update(content).update('tPERSISTENT_CACHE').digest('hex'));
  await vi.waitFor(
    async () => {
      const { text } = await run('dfcache', 'stat', id, '--json', '-e', two.socket);
      expect(json(text)).toMatchObject({ id, state: 'Succeeded', pinnedCopies: 2, tag: 't', ttlMs: 600_000 });
    },
    { timeout: 60_000 },
  );
  expect((await run('dfcache', 'stat', id, '-e', two.socket)).text).toMatch(/Copies +2 kept of 2 wanted/);
  const out = join(two.dir, 'out');
  expect(await run('dfcache', 'export', id, '-O', out, '-e', two.socket)).toMatchObject({ exitCode: 0 });
  expect(sha256(await readFile(out))).toBe(sha256(content));
  const again = await run('dfcache', 'export', id, '-O', out, '-e', two.socket);
  expect(again).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('--overwrite') });
  const digest = `sha256:${sha256(content)}`;
  const piped = await run('dfcache', 'export', id, '-O', '-', '--digest', digest, '-e', one.socket);
  expect(sha256(piped.stdout)).toBe(sha256(content));
  const listed = await run('dfctl', 'persistent-cache-task', 'ls', '-e', two.socket);
  expect(listed.text).toMatch(new RegExp(`ID +PERSISTENT +TTL[^]*${id} +true +`));
  expect(await run('dfcache', 'delete', id, '-e', two.socket)).toMatchObject({ exitCode: 0 });
  expect((await run('dfcache', 'list', '--json', '-e', one.socket)).text).toBe('[]\n');
  const gone = await run('dfcache', 'export', id, '-O', join(two.dir, 'gone'), '--json', '-e', two.socket);
  expect(gone.exitCode).toBe(1);
  expect(json(gone.text)).toMatchObject({ event: 'failed', code: 'notFound' });
});

test('dfctl lists, shows and removes tasks', async () => {
  const output = join(one.dir, 'file');
  expect(await run('dfget', origin.url, '-O', output, '-e', one.socket)).toMatchObject({ exitCode: 0 });
  const tasks = json((await run('dfctl', 'task', 'ls', '--json', '-e', one.socket)).text);
  expect(tasks).toMatchObject([{ contentLength: content.length, state: 'finished' }]);
  const [{ id }] = tasks as [{ id: string }];
  const shown = json((await run('dfctl', 'task', 'stat', id, '--json', '-e', two.socket)).text);
  expect(shown).toMatchObject({ swarm: { id, url: origin.url, available: true } });
  expect((await run('dfctl', 'task', 'ls', '-e', one.socket)).text).toContain('CONTENT LENGTH');
  expect(await run('dfctl', 'task', 'rm', id, '-e', one.socket)).toMatchObject({ text: `Deleted: ${id}\n` });
  expect(await run('dfctl', 'task', 'rm', id, '-e', one.socket)).toMatchObject({ exitCode: 1 });
});

test('dfctl has peers fetch a file ahead of use', async () => {
  const url = `${origin.url}?ahead`;
  const args = ['task', 'preheat', url, '--scheduler-endpoint', scheduler.address, '--scope', 'all_peers'];
  expect(await run('dfctl', ...args)).toMatchObject({ exitCode: 0, stderr: '' });
  for (const { socket } of [one, two]) {
    using daemon = await connect({ socketPath: socket });
    await vi.waitFor(async () => expect(await daemon.list()).toMatchObject([{ state: 'finished' }]), {
      timeout: 30_000,
    });
  }
});

test('events tell how tasks come, grow and go', async () => {
  using daemon = await connect({ socketPath: two.socket });
  const watching = new AbortController();
  const seen: string[] = [];
  const url = `${origin.url}?watched`;
  let id = '';
  const watch = (async () => {
    for await (const event of daemon.events({ signal: watching.signal })) {
      if (event.kind === 'changed' && event.url === url) {
        id = event.task;
        seen.push(event.state);
        if (event.state === 'finished') await daemon.delete(id);
      } else if (event.kind === 'removed' && event.task === id) watching.abort();
    }
  })();
  const bytes: Uint8Array[] = [];
  for await (const part of daemon.content({ url })) bytes.push(part);
  expect(sha256(Buffer.concat(bytes))).toBe(sha256(content));
  await expect(watch).rejects.toMatchObject({ code: 'cancelled' });
  expect(seen).toContain('finished');
});

test('wrong usage ends with 2, a missing daemon with 1 and a remedy', async () => {
  expect(await run('dfcache', 'export', 'x')).toMatchObject({ exitCode: 2 });
  expect(await run('dfctl', 'task', 'preheat', 'http://a/b')).toMatchObject({ exitCode: 2 });
  const missing = await run('dfctl', 'task', 'ls', '-e', join(one.dir, 'nothing'));
  expect(missing).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('no dfdaemon listens') });
  for (const tool of ['dfcache', 'dfctl']) {
    expect(await run(tool, '--help')).toMatchObject({ exitCode: 0, text: expect.stringContaining('Examples:') });
  }
});
