import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { programs } from '../build/programs.ts';
import { type Child, startChild } from './child.ts';
import { type SystemPorts, schedulerPorts } from './ports.ts';
import { type RunFile, writeRunFile } from './run-file.ts';

const consoleReady = z.object({
  url: z.string(),
  grpc: z.string(),
  firstAdministrator: z.object({ name: z.string(), oneTimePassword: z.string() }).optional(),
});
const schedulerReady = z.object({ grpc: z.string() });
const peerReady = z.object({
  socket: z.string(),
  grpc: z.string(),
  proxy: z.string().optional(),
  piece: z.string(),
  metrics: z.string(),
});

export interface SystemOptions {
  readonly dataDir: string;
  readonly ports: SystemPorts;
  /** Peers beside the seeds. */
  readonly peers: number;
  /** Schedulers that share the tasks; 1 unless said. */
  readonly schedulers?: number;
  /** Seed peers; 1 unless said. */
  readonly seeds?: number;
  readonly consoleArgs?: readonly string[];
  /** For the console's pages: what runs dfget against this system, and a file to pull first. */
  readonly hints?: { readonly dfget: string; readonly sampleUrl?: string };
  /** Merged over each peer's settings, top level key by key. */
  readonly peerSettings?: Readonly<Record<string, unknown>>;
  readonly onStep: (sentence: string) => void;
}

/** How a line begins that runs dfget against the system in a data folder, typed in the repository's folder. */
export function dfgetLine(data: string): string {
  if (data === '.damselfly') return 'npm run dfget --';
  const path = relative(process.cwd(), data) || data;
  return `npm run dfget -- --data ${/^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`}`;
}

export interface System {
  readonly run: RunFile;
  readonly firstAdministrator: { readonly name: string; readonly oneTimePassword: string } | undefined;
  /** Calls back once for each program that ends by itself. */
  onEnded(listener: (name: string, how: string) => void): void;
  /** Stops peers, schedulers and console, in this order, within five seconds. */
  stop(): Promise<void>;
}

/** Starts console, scheduler, seed peer and peers, each as a process of its own; on failure stops what had started. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const running: Child<unknown>[] = [];
  let stopping = false;
  const stop = async () => {
    stopping = true;
    const last = 1 + (options.schedulers ?? 1);
    const [console, ...schedulers] = running.slice(0, last);
    await Promise.all(running.slice(last).map((peer) => peer.stop(1500)));
    await Promise.all(schedulers.map((scheduler) => scheduler.stop(1500)));
    await console?.stop(1500);
    await rm(join(options.dataDir, 'run.json'), { force: true });
  };
  try {
    const { run, firstAdministrator } = await startAll(options, running);
    await writeRunFile(options.dataDir, run);
    const onEnded: System['onEnded'] = (listener) => {
      for (const child of running) void child.ended.then((how) => (stopping ? undefined : listener(child.name, how)));
    };
    return { run, firstAdministrator, onEnded, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startAll(
  options: SystemOptions,
  running: Child<unknown>[],
): Promise<{ run: RunFile; firstAdministrator: System['firstAdministrator'] }> {
  const { onStep } = options;
  const started = async <Ready extends z.ZodType>(
    name: string,
    program: string,
    ready: Ready,
    settings: object,
    extra: readonly string[] = [],
  ) => {
    const dir = join(options.dataDir, name);
    await mkdir(dir, { recursive: true, mode: 0o750 });
    const config = join(dir, 'config.yaml');
    await writeFile(config, stringify(settings));
    const args = ['--config', config, ...extra];
    return await startChild({ name, program, args, logFile: join(dir, 'log.jsonl'), ready, readyTimeoutMs: 60_000 });
  };

  onStep('starting the console');
  const manager = await started(
    'console',
    programs.console,
    consoleReady,
    consoleSettings(options),
    options.consoleArgs,
  );
  running.push(manager);

  const schedulerCount = options.schedulers ?? 1;
  onStep(schedulerCount === 1 ? 'starting the scheduler' : `starting ${schedulerCount} schedulers`);
  const schedulers: Child<z.output<typeof schedulerReady>>[] = [];
  for (let n = 0; n < schedulerCount; n += 1) {
    const settings = schedulerSettings(options, n, manager.ready.grpc);
    const scheduler = await started(schedulerName(n), programs.scheduler, schedulerReady, settings);
    schedulers.push(scheduler);
    running.push(scheduler);
  }

  const seeds = options.seeds ?? 1;
  onStep(`starting ${seeds === 1 ? 'the seed peer' : `${seeds} seed peers`} and ${options.peers} peers`);
  const names = [...numbered('seed', seeds), ...numbered('peer', options.peers)];
  const outcomes = await Promise.allSettled(
    names.map((name, n) =>
      started(name, programs.dfdaemon, peerReady, peerSettings(options, name, n, manager.ready.grpc)),
    ),
  );
  for (const outcome of outcomes) if (outcome.status === 'fulfilled') running.push(outcome.value);
  const peers = outcomes.map((outcome, n) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    const { ready, pid } = outcome.value;
    return { name: names[n] ?? '', type: n < seeds ? ('seed' as const) : ('normal' as const), ...ready, pid };
  });
  const { url, grpc, firstAdministrator } = manager.ready;
  const run = {
    console: { url, grpc, pid: manager.pid },
    schedulers: schedulers.map(({ ready, pid }) => ({ grpc: ready.grpc, pid })),
    peers,
  };
  return { run, firstAdministrator };
}

const schedulerName = (n: number) => (n === 0 ? 'scheduler' : `scheduler-${n + 1}`);
const numbered = (kind: string, count: number) => Array.from({ length: count }, (_, i) => `${kind}-${i + 1}`);

function schedulerSettings({ dataDir, ports }: SystemOptions, n: number, manager: string) {
  const { grpc, metrics } = schedulerPorts(ports, n);
  return {
    server: { port: grpc, hostname: `scheduler-${n + 1}` },
    manager: { addrs: [manager] },
    metrics: { port: metrics },
    persistent: { dir: join(dataDir, schedulerName(n), 'persistent') },
    snapshot: { dir: join(dataDir, schedulerName(n), 'index') },
  };
}

const consoleSettings = ({ dataDir, ports, hints = { dfget: dfgetLine('.damselfly') } }: SystemOptions) => ({
  server: { port: ports.console.http },
  grpc: { port: ports.console.grpc },
  database: { dir: join(dataDir, 'console', 'db') },
  // Everything is on this machine: what people try first is as well.
  jobs: { loopbackSources: true },
  hints,
});

function peerSettings(
  { dataDir, ports, seeds = 1, peerSettings: extra }: SystemOptions,
  name: string,
  n: number,
  manager: string,
) {
  const { grpc, proxy, metrics, health, stats, piece } = ports.peer(n);
  return {
    host: { hostname: name, ip: '127.0.0.1' },
    seedPeer: { enable: n < seeds },
    manager: { addr: manager },
    download: { server: { socketPath: socketPath(dataDir, name) } },
    upload: { server: { ip: '127.0.0.1', port: grpc } },
    proxy: { server: { ip: '127.0.0.1', port: proxy } },
    metrics: { server: { ip: '127.0.0.1', port: metrics } },
    health: { server: { ip: '127.0.0.1', port: health } },
    stats: { server: { ip: '127.0.0.1', port: stats } },
    storage: { dir: join(dataDir, name, 'storage'), server: { ip: '127.0.0.1', tcpPort: piece } },
    ...extra,
  };
}

/** Unix sockets hold at most 107 bytes of path: a deep data folder gets its sockets under the temporary folder. */
function socketPath(dataDir: string, name: string): string {
  const beside = join(dataDir, name, 'dfdaemon.sock');
  if (Buffer.byteLength(beside) <= 107) return beside;
  return join(tmpdir(), `damselfly-${process.pid}-${name}.sock`);
}
