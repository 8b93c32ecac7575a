import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { connect } from '@damselfly/sdk';
import { expect, test, vi } from 'vitest';
import { exampleOf } from '../testing/docs-example.ts';
import { sampleBytes, startOrigin } from '../testing/origin.ts';
import { startTestPeer } from '../testing/peer.ts';
import { startScheduler } from '../testing/scheduler-process.ts';

const MiB = 2 ** 20;
const here = fileURLToPath(new URL('.', import.meta.url));

test('the example of docs/sdk.md does what it says', async () => {
  await using scheduler = await startScheduler();
  const origin = await startOrigin(sampleBytes(5 * MiB));
  const peer = await startTestPeer('sdk', { scheduler: { addrs: [scheduler.address] } });
  // Beside this file, as a program that has the package installed.
  const program = join(here, `.example-${process.pid}.ts`);
  try {
    const ready = async () => (await fetch(`http://${peer.health}/readyz`)).json();
    await vi.waitFor(async () => expect(await ready()).toMatchObject({ schedulers: 1 }), { timeout: 30_000 });
    await writeFile(program, await exampleOf('sdk.md'));
    const kept = join(peer.dir, 'kept');
    await writeFile(kept, 'to be kept');
    const files = { URL_OF_A_FILE: origin.url, OUTPUT: join(peer.dir, 'out'), A_FILE: kept };
    const env = { ...process.env, SOCKET: peer.socket, ...files };
    const run = await promisify(execFile)(process.execPath, ['--import', 'tsx', program], { cwd: here, env });
    expect(run.stdout.trim().split('\n')).toEqual([
      `downloaded ${5 * MiB} bytes, the file has ${5 * MiB}`,
      'read 10 bytes',
      'here: finished, in the swarm: true',
      'kept: Succeeded',
      'again: conflict',
      'it is finished',
      'removed',
    ]);
  } finally {
    await rm(program, { force: true });
    await peer.stop();
    await origin.close();
  }
});

test('leaving a loop ends the download, and an abort is told as what it is', async () => {
  const origin = await startOrigin(sampleBytes(9 * MiB));
  const peer = await startTestPeer('left');
  try {
    using daemon = await connect({ socketPath: peer.socket });
    // Everything after the first piece is on its way for ever.
    origin.whim = (request) => Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0) > 0;
    for await (const chunk of daemon.content({ url: origin.url })) {
      expect(chunk.length).toBe(4 * MiB);
      break;
    }
    await expect.poll(async () => (await daemon.list())[0]?.state).toBe('failed');
    const signal = AbortSignal.abort();
    await expect(daemon.content({ url: origin.url }, { signal }).next()).rejects.toMatchObject({ code: 'cancelled' });
    const late = daemon.content({ url: `${origin.url}?late` }, { timeoutMs: 300 });
    const all = (async () => {
      for await (const _ of late);
    })();
    await expect(all).rejects.toMatchObject({ code: 'timeout' });
  } finally {
    await peer.stop();
    await origin.close();
  }
});
