import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { connect, type Daemon } from '@damselfly/sdk';
import { builtProgram, Program } from '../programs.ts';
import { Worker } from '../worker-link.ts';
import { type LabHost, LabNetwork } from './lab-network.ts';
import { contentPath } from './origin-side.ts';

/** A peer of the lab. */
export interface LabPeer {
  readonly name: string;
  readonly host: LabHost;
  readonly daemon: Daemon;
  readonly program: Program;
}

/** An origin, a scheduler, a seed and peers: built programs, each on a host of its own. */
export interface Lab extends AsyncDisposable {
  readonly peers: readonly LabPeer[];
  url(name: string, contentBytes: number): string;
  /** Content bytes the origin has sent so far. */
  servedBytes(): Promise<number>;
}

export interface LabOptions {
  readonly dir: string;
  readonly peers: number;
  /** Of every link but the scheduler's. */
  readonly megabits: number;
  /** The built scheduler. */
  readonly scheduler: string;
}

const schedulerPort = 8002;
const schedulerMegabits = 10_000;

/** Starts everything; what had started is stopped again when something fails. */
export async function startLab({ dir, peers, megabits, scheduler }: LabOptions): Promise<Lab> {
  const parts = new Teardown();
  try {
    const network = await LabNetwork.create();
    parts.defer(() => network[Symbol.asyncDispose]());
    const host = async (cap: number) => {
      const made = await network.addHost();
      await made.cap(cap);
      return made;
    };
    const programOn = async (on: LabHost, name: string, program: string, settings: object) => {
      const folder = path.join(dir, name);
      await mkdir(folder, { recursive: true });
      const config = path.join(folder, 'config.json');
      await writeFile(config, JSON.stringify(settings));
      const args = ['--config', config];
      const started = await Program.start({ program, args, logFile: path.join(folder, 'log'), within: on.within });
      parts.defer(() => started.stop());
      return started;
    };

    const originHost = await host(megabits);
    const origin = new Worker('origin', originHost.within);
    parts.defer(() => origin.stop());
    await origin.ask({ do: 'start', port: 80 });

    const schedulerHost = await host(schedulerMegabits);
    await programOn(schedulerHost, 'scheduler', scheduler, schedulerSettings(dir, schedulerHost.ip));

    const peerOn = async (name: string, seed: boolean): Promise<LabPeer> => {
      const at = await host(megabits);
      const settings = peerSettings({ dir, name, seed, ip: at.ip, scheduler: schedulerHost.ip });
      const program = await programOn(at, name, builtProgram('dfdaemon'), settings);
      const daemon = await connect({ socketPath: settings.download.server.socketPath });
      parts.defer(async () => daemon.close());
      return { name, host: at, program, daemon };
    };
    await peerOn('seed', true);
    const all: LabPeer[] = [];
    const names = Array.from({ length: peers }, (_, index) => `peer-${index + 1}`);
    // A few at a time: twenty programs that start at once on few cores all start late.
    while (names.length > 0) all.push(...(await Promise.all(names.splice(0, 4).map((name) => peerOn(name, false)))));

    return {
      peers: all,
      url: (name, contentBytes) => `http://${originHost.ip}${contentPath(name, contentBytes)}`,
      servedBytes: async () => (await origin.ask({ do: 'cost' })).servedBytes ?? 0,
      [Symbol.asyncDispose]: () => parts.run(),
    };
  } catch (thrown) {
    await parts.run();
    throw thrown;
  }
}

/** What is to be undone at the end. */
class Teardown {
  readonly #steps: (() => Promise<void>)[] = [];

  defer(step: () => Promise<void>): void {
    this.#steps.push(step);
  }

  /** All at once, but for the first step, the network: it goes when everything that runs in it has ended. */
  async run(): Promise<void> {
    const [network, ...rest] = this.#steps.splice(0);
    await Promise.allSettled(rest.map((step) => step()));
    await network?.();
  }
}

const schedulerSettings = (dir: string, ip: string) => ({
  server: { listenIP: ip, advertiseIP: ip, port: schedulerPort, hostname: 'scheduler' },
  persistent: { dir: path.join(dir, 'scheduler', 'persistent') },
  snapshot: { dir: path.join(dir, 'scheduler', 'index') },
});

interface PeerPlace {
  readonly dir: string;
  readonly name: string;
  readonly seed: boolean;
  readonly ip: string;
  readonly scheduler: string;
}

/** Each host is alone on its address, so every port is the usual one. */
const peerSettings = ({ dir, name, seed, ip, scheduler }: PeerPlace) => ({
  host: { hostname: name, ip },
  seedPeer: { enable: seed },
  scheduler: { addrs: [`${scheduler}:${schedulerPort}`] },
  download: { server: { socketPath: path.join(dir, `${name}.sock`) } },
  storage: { dir: path.join(dir, name, 'storage') },
});
