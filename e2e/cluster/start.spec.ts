import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dfget, sha256File } from '../harness/dfget.ts';
import { temporaryFolder } from '../harness/folder.ts';
import { startOrigin } from '../harness/origin.ts';
import { repository } from '../harness/program.ts';
import { startTestSystem } from '../harness/system.ts';
import { until } from '../harness/wait.ts';

const launch = async (...args: string[]) => {
  const child = spawn(process.execPath, ['launch/bootstrap.mjs', 'start', ...args], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = await once(child, 'close');
  return { code, output };
};

const alive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('Ctrl-C stops everything and leaves no process behind', async () => {
  const system = await startTestSystem({ peers: 1 });
  const { run, launcher } = system;
  const pids = [run.console.pid, ...run.schedulers.map(({ pid }) => pid), ...run.peers.map(({ pid }) => pid)];
  expect(pids.every(alive)).toBe(true);
  launcher.kill('SIGINT');
  const [code] = await once(launcher, 'exit');
  expect(code).toBe(0);
  expect(pids.filter(alive)).toEqual([]);
  await system[Symbol.asyncDispose]();
});

test('the programs end by themselves when their launcher is killed', async () => {
  await using system = await startTestSystem({ peers: 1 });
  const { run } = system;
  const pids = [run.console.pid, ...run.schedulers.map(({ pid }) => pid), ...run.peers.map(({ pid }) => pid)];
  system.launcher.kill('SIGKILL');
  await until('every program to end', () => !pids.some(alive), 10_000);
});

test('the printed dfget line works as written', async () => {
  await using system = await startTestSystem({ peers: 1 });
  const line =
    system
      .output()
      .split('\n')
      .find((text) => text.includes('npm run dfget'))
      ?.replace(/^\s*Download\s+/, '')
      .trim() ?? '';
  const child = spawn('sh', ['-c', line], { cwd: repository, stdio: 'ignore' });
  const [code] = await once(child, 'close');
  expect(code, line).toBe(0);
  expect((await stat(join(system.dataDir, 'sample.bin'))).size).toBe(128 * 2 ** 20);
});

test('a second start finds its data again: the peer gives the file without asking for its content', async () => {
  await using folder = await temporaryFolder();
  await using origin = await startOrigin({ lengthBytes: 9 * 2 ** 20 });
  const pull = async (output: string) => {
    await using system = await startTestSystem({ peers: 1, dataDir: folder.path });
    const result = await dfget(system.peer('peer-1').socket, origin.url, join(folder.path, output));
    expect(result.exitCode, result.output).toBe(0);
  };
  await pull('first');
  const served = origin.servedBytes();
  await pull('second');
  expect(origin.servedBytes() - served).toBeLessThanOrEqual(1);
  expect(origin.body.equals(await readFile(join(folder.path, 'second')))).toBe(true);
});

test('a second system on the same folder is refused with the remedy', async () => {
  await using system = await startTestSystem({ peers: 0 });
  const { code, output } = await launch('--data', system.dataDir, '--ports', 'auto');
  expect(code).toBe(1);
  expect(output).toMatch(/already runs.*--data/);
});

test('a taken port is named with the remedy', async () => {
  await using folder = await temporaryFolder();
  const taken = createServer().listen(8002, '127.0.0.1');
  await Promise.race([once(taken, 'listening'), once(taken, 'error')]);
  const { code, output } = await launch('--data', folder.path);
  taken.close();
  expect(code).toBe(1);
  expect(output).toMatch(/port \d+.*is taken.*--ports auto/);
});

test('a data folder that cannot be used is one sentence with the remedy', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'a-file');
  await writeFile(file, '');
  const { code, output } = await launch('--data', join(file, 'below'), '--ports', 'auto');
  expect(code).toBe(1);
  expect(output.trim().split('\n').at(-1)).toMatch(/cannot be used .*--data DIR/);
});

test('dfget without a daemon downloads alone, or says how to start one when it requires one', async () => {
  await using folder = await temporaryFolder();
  await using origin = await startOrigin({ lengthBytes: 5 * 2 ** 20 });
  const [nobody, file] = [join(folder.path, 'none.sock'), join(folder.path, 'x')];
  const refused = await dfget(nobody, origin.url, file, '--require-daemon');
  expect(refused).toMatchObject({ exitCode: 1, output: expect.stringMatching(/dfdaemon/i) });
  expect(await dfget(nobody, origin.url, file)).toMatchObject({ exitCode: 0 });
  expect(await sha256File(file)).toBe(origin.sha256);
});
