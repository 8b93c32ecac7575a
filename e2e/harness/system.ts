import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { temporaryFolder } from './folder.ts';
import { endProgram, repository, startProgram } from './program.ts';
import { until } from './wait.ts';

const runFile = z.strictObject({
  console: z.strictObject({ url: z.string(), grpc: z.string(), pid: z.number() }),
  schedulers: z.array(z.strictObject({ grpc: z.string(), pid: z.number() })),
  peers: z.array(
    z.strictObject({
      name: z.string(),
      type: z.enum(['seed', 'normal']),
      socket: z.string(),
      grpc: z.string(),
      proxy: z.string().optional(),
      piece: z.string(),
      metrics: z.string(),
      pid: z.number(),
    }),
  ),
});
export type RunFile = z.output<typeof runFile>;
export type RunningPeer = RunFile['peers'][number];

/** A peer evicts when its disk is nearly full; the tests must pass on any machine. */
export const anyDisk = {
  DAMSELFLY_PEER_GC_POLICY_DISK_HIGH_THRESHOLD_PERCENT: '99',
  DAMSELFLY_PEER_GC_POLICY_DISK_LOW_THRESHOLD_PERCENT: '98',
};

export const rootPassword = 'a-password-for-tests-1';

/** A whole system, started as a user starts it, on free ports and a folder of its own. */
export interface TestSystem extends AsyncDisposable {
  readonly dataDir: string;
  readonly run: RunFile;
  readonly launcher: ChildProcess;
  /** What the launcher printed so far. */
  output(): string;
  peer(name: string): RunningPeer;
  /** Ends one program at once, as a power cut would. */
  kill(pid: number): void;
  /** Starts a killed peer again with its own configuration; resolves with its new addresses when it serves. */
  restartPeer(name: string): Promise<RunningPeer>;
  /** Starts the console, which was killed, again at its address; resolves when it serves. */
  restartConsole(): Promise<void>;
  /** Starts the n-th scheduler, which was killed, again at its address; resolves when it serves. */
  restartScheduler(n: number): Promise<void>;
}

export interface TestSystemOptions {
  readonly peers?: number;
  readonly seeds?: number;
  readonly schedulers?: number;
  /** A data folder that outlives the system; absent: one of its own. */
  readonly dataDir?: string;
  /** Settings for every program as environment variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** `npm start` on free ports. */
export async function startTestSystem({
  peers = 2,
  seeds = 1,
  schedulers = 1,
  dataDir,
  env = {},
}: TestSystemOptions = {}): Promise<TestSystem> {
  const own = dataDir === undefined ? await temporaryFolder() : undefined;
  const folder = own?.path ?? dataDir ?? '';
  const sizes = ['--peers', peers, '--seeds', seeds, '--schedulers', schedulers].map(String);
  const args = ['launch/bootstrap.mjs', 'start', ...sizes, '--data', folder, '--ports', 'auto'];
  const launcher = spawn(process.execPath, args, {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DAMSELFLY_ROOT_PASSWORD: rootPassword, ...anyDisk, ...env },
  });
  let output = '';
  for (const stream of [launcher.stdout, launcher.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const revived: ChildProcess[] = [];
  const stop = async () => {
    for (const child of revived) await endProgram(child, 'SIGTERM');
    await endProgram(launcher, 'SIGINT');
    await own?.[Symbol.asyncDispose]();
  };
  try {
    await until(
      'the system to come up',
      () => {
        if (launcher.exitCode !== null) throw new Error(`the launcher ended with ${launcher.exitCode}:\n${output}`);
        return output.includes('Damselfly is up');
      },
      240_000,
    );
    const run = runFile.parse(JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')));
    const peer = (name: string) => {
      const found = run.peers.find((known) => known.name === name);
      if (found === undefined) throw new Error(`no peer ${name}`);
      return found;
    };
    return {
      dataDir: folder,
      run,
      launcher,
      output: () => output,
      peer,
      kill: (pid) => void process.kill(pid, 'SIGKILL'),
      restartPeer: async (name) => {
        const { child, ready } = await startPeer(join(folder, name, 'config.yaml'), env);
        revived.push(child);
        return { ...peer(name), ...ready, pid: child.pid ?? 0 };
      },
      restartConsole: async () => {
        const settings = {
          ...env,
          DAMSELFLY_CONSOLE_SERVER_PORT: new URL(run.console.url).port,
          DAMSELFLY_CONSOLE_GRPC_PORT: run.console.grpc.split(':').at(-1) ?? '',
        };
        const config = join(folder, 'console', 'config.yaml');
        revived.push((await startProgram('apps/console/dist/main.js', config, settings)).child);
      },
      restartScheduler: async (n) => {
        const config = join(folder, n === 0 ? 'scheduler' : `scheduler-${n + 1}`, 'config.yaml');
        const port = run.schedulers[n]?.grpc.split(':').at(-1) ?? '';
        const settings = { ...env, DAMSELFLY_SCHEDULER_SERVER_PORT: port };
        revived.push(await startScheduler(config, settings));
      },
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const peerReady = z.object({
  ready: z.object({
    socket: z.string(),
    grpc: z.string(),
    proxy: z.string().optional(),
    piece: z.string(),
    metrics: z.string(),
  }),
});

async function startScheduler(config: string, env: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const { child } = await startProgram('apps/scheduler/dist/main.js', config, env);
  return child;
}

async function startPeer(config: string, env: Readonly<Record<string, string>>) {
  const { child, line } = await startProgram('apps/peer/dist/dfdaemon.js', config, { ...anyDisk, ...env });
  return { child, ready: peerReady.parse(JSON.parse(line)).ready };
}
