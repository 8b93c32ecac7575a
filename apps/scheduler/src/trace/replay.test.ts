import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createClient, scheduler } from '@damselfly/proto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { announcedPeer } from '../testing/announced-peer.ts';
import { taskOf } from '../testing/running-scheduler.ts';

// Both programs run as processes of their own, from their sources.
const run = promisify(execFile);
const program = (path: string) => ['--import', 'tsx', fileURLToPath(new URL(path, import.meta.url))];
const ready = z.object({ ready: z.object({ grpc: z.string() }) });
const figures = z.object({
  ...{ evaluator: z.string(), peers: z.number(), finished: z.number(), originRatio: z.number() },
  ...{ lastPeerRatio: z.number().min(1), depthMax: z.int().min(1).max(3) },
});

/** The address of a scheduler that has just been started; fails when it ends instead. */
async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('the scheduler has no output');
  for await (const line of createInterface(stdout)) {
    if (line.includes('"ready"')) return ready.parse(JSON.parse(line)).ready.grpc;
  }
  throw new Error('the scheduler ended before it served');
}

/** One peer fetches from the source, two from it. */
async function threeDownloads(address: string): Promise<void> {
  const client = createClient(scheduler.SchedulerClient, { address });
  const task = taskOf('1');
  const finished = { $case: 'downloadPeerFinishedRequest', value: {} } as const;
  const first = await announcedPeer({ client }, 'a', task);
  first.register();
  expect(await first.next()).toMatchObject({ $case: 'needBackToSourceResponse' });
  first.backToSourceStarted();
  for (const number of [0, 1]) first.piece(number);
  first.send({ $case: 'downloadPeerBackToSourceFinishedRequest', value: {} });
  await first.status();
  for (const name of ['b', 'c']) {
    const peer = await announcedPeer({ client }, name, task);
    peer.register();
    expect(await peer.parents()).toContain(first.id);
    peer.started();
    for (const number of [0, 1]) peer.piece(number, first);
    peer.send(finished);
    await peer.status();
  }
  client.close();
}

test('what a scheduler process recorded is replayed by the simulator under two evaluators, to the same bytes each time', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'damselfly-replay-'));
  const trace = join(folder, 'trace.jsonl');
  const settings = {
    ...{ SERVER_PORT: '0', METRICS_PORT: '0', LOG_LEVEL: 'error' },
    ...{ PERSISTENT_DIR: join(folder, 'persistent'), SNAPSHOT_DIR: join(folder, 'index') },
  };
  const env = Object.fromEntries(Object.entries(settings).map(([key, value]) => [`DAMSELFLY_SCHEDULER_${key}`, value]));
  const recording = spawn(process.execPath, [...program('../main.ts'), '--record', trace], {
    ...{ env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] },
  });
  const over = once(recording, 'exit');
  try {
    await threeDownloads(await addressOf(recording));
    recording.kill('SIGTERM');
    expect((await over)[0]).toBe(0);
    const evaluators = ['--evaluator', 'default', '--evaluator', 'measured'];
    const replay = async () => {
      const args = [...program('../sim/main.ts'), '--trace', trace, ...evaluators, '--json', '--no-times'];
      return (await run(process.execPath, args)).stdout;
    };
    const text = await replay();
    const runs = text
      .trim()
      .split('\n')
      .map((line) => figures.parse(JSON.parse(line)));
    expect(runs).toMatchObject([
      { evaluator: 'default', peers: 3, finished: 3, originRatio: 1 },
      { evaluator: 'measured', peers: 3, finished: 3, originRatio: 1 },
    ]);
    expect(await replay()).toBe(text);
  } finally {
    recording.kill('SIGKILL');
    await over;
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
