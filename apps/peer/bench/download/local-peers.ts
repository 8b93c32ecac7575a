import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { connect, type Daemon } from '@damselfly/sdk';
import { builtProgram, Program } from '../programs.ts';
import { contentPath } from '../swarm/origin-side.ts';
import { Worker } from '../worker-link.ts';

/** A daemon on this machine. */
export interface LocalPeer {
  readonly daemon: Daemon;
  readonly pid: number;
}

export interface LocalPeers {
  readonly parents: readonly LocalPeer[];
  readonly child: LocalPeer;
  /** Another content for each name. */
  url(name: string, contentBytes: number): string;
  stop(): Promise<void>;
}

export interface LocalPeersOptions {
  readonly dir: string;
  readonly parents: number;
  /** The built scheduler. */
  readonly scheduler: string;
}

/** An origin, a scheduler and daemons over loopback, all built programs in processes of their own. */
export async function startLocalPeers({ dir, parents, scheduler }: LocalPeersOptions): Promise<LocalPeers> {
  const undo: (() => Promise<void>)[] = [];
  const stop = async () => {
    await Promise.allSettled(undo.splice(0).map((step) => step()));
  };
  const program = async (name: string, file: string, settings: object) => {
    const folder = path.join(dir, name);
    await mkdir(folder, { recursive: true });
    const config = path.join(folder, 'config.json');
    await writeFile(config, JSON.stringify(settings));
    const started = await Program.start({
      program: file,
      args: ['--config', config],
      logFile: path.join(folder, 'log'),
    });
    undo.push(() => started.stop());
    return started;
  };
  try {
    const origin = new Worker('origin');
    undo.push(() => origin.stop());
    const { port } = await origin.ask({ do: 'start', port: 0 });
    const schedulerProgram = await program('scheduler', scheduler, {
      server: { port: 0 },
      metrics: { port: 0 },
      persistent: { dir: path.join(dir, 'scheduler', 'persistent') },
      snapshot: { dir: path.join(dir, 'scheduler', 'index') },
    });
    const address = String(schedulerProgram.ready.grpc);
    const peer = async (name: string): Promise<LocalPeer> => {
      const settings = peerSettings(dir, name, address);
      const started = await program(name, builtProgram('dfdaemon'), settings);
      const daemon = await connect({ socketPath: settings.download.server.socketPath });
      undo.push(async () => daemon.close());
      return { daemon, pid: started.pid };
    };
    const names = Array.from({ length: parents }, (_, index) => `parent-${index + 1}`);
    return {
      parents: await Promise.all(names.map(peer)),
      child: await peer('child'),
      url: (name, contentBytes) => `http://127.0.0.1:${port}${contentPath(name, contentBytes)}`,
      stop,
    };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

const loopback = { ip: '127.0.0.1', port: 0 };

const peerSettings = (dir: string, name: string, scheduler: string) => ({
  host: { hostname: name, ip: '127.0.0.1' },
  scheduler: { addrs: [scheduler] },
  download: { server: { socketPath: path.join(dir, `${name}.sock`) } },
  upload: { server: loopback },
  proxy: { server: loopback },
  metrics: { server: loopback },
  health: { server: loopback },
  stats: { server: loopback },
  storage: { dir: path.join(dir, name, 'storage'), server: { ip: '127.0.0.1', tcpPort: 0 } },
});
