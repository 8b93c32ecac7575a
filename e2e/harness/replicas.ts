import type { ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { temporaryFolder } from './folder.ts';
import { type FrontProxy, startNginx } from './nginx.ts';
import { freePort } from './ports.ts';
import { endProgram, startProgram } from './program.ts';
import { anyDisk, rootPassword } from './system.ts';

/** A server to make databases on, as `npm test -- cluster` starts one. */
export const postgresUrl = process.env.DAMSELFLY_TEST_POSTGRES;

/** One console of several. */
export interface Replica {
  /** Without nginx. */
  readonly url: string;
  /** `ip:port` */
  readonly grpc: string;
  /** Ends it at once, as a power cut would. */
  kill(): void;
  /** Starts it again at its address; resolves when it serves. */
  restart(): Promise<void>;
}

/** Several consoles on one PostgreSQL behind nginx, with a scheduler, a seed and a peer. */
export interface Replicas extends AsyncDisposable {
  readonly proxy: FrontProxy;
  readonly consoles: readonly Replica[];
  /** `ip:port` */
  readonly scheduler: string;
}

const consoleReady = z.object({ ready: z.object({ url: z.string(), grpc: z.string() }) });
const schedulerReady = z.object({ ready: z.object({ grpc: z.string() }) });

export async function startReplicas(count: number): Promise<Replicas> {
  const dir = await temporaryFolder();
  const children = new Set<ChildProcess>();
  const closers: (() => PromiseLike<void>)[] = [() => dir[Symbol.asyncDispose]()];
  const start = async (program: string, name: string, settings: object) => {
    const file = join(dir.path, `${name}.yaml`);
    // JSON is YAML.
    await writeFile(file, JSON.stringify(settings));
    const { child, line } = await startProgram(program, file, { DAMSELFLY_ROOT_PASSWORD: rootPassword, ...anyDisk });
    children.add(child);
    closers.push(async () => {
      // Whoever was killed is gone already.
      if (children.delete(child)) await endProgram(child, 'SIGKILL');
    });
    return { child, line };
  };
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const database = await newDatabase();
    closers.push(database.drop);
    const secrets = { secret: 's'.repeat(40), keys: ['k'.repeat(40)] };
    const consoles: Replica[] = [];
    const webPorts = await Promise.all(Array.from({ length: count }, freePort));

    for (let n = 0; n < count; n += 1) {
      consoles.push(await startReplica(n, webPorts[n] ?? 0));
    }
    const address = ({ url, grpc }: Replica) => ({ web: new URL(url).host, grpc });
    const proxy = await startNginx(dir.path, consoles.map(address));
    closers.push(() => proxy[Symbol.asyncDispose]());
    const { line } = await start('apps/scheduler/dist/main.js', 'scheduler', {
      server: { port: 0, hostname: 'scheduler-1' },
      manager: { addrs: consoles.map(({ grpc }) => grpc) },
      metrics: { port: 0 },
      persistent: { dir: join(dir.path, 'persistent') },
      snapshot: { dir: join(dir.path, 'index') },
    });
    for (const name of ['seed-1', 'peer-1']) await startPeer(name, proxy.grpc);
    return {
      proxy,
      consoles,
      scheduler: schedulerReady.parse(JSON.parse(line)).ready.grpc,
      [Symbol.asyncDispose]: stop,
    };

    async function startReplica(n: number, port: number): Promise<Replica> {
      const settings = {
        server: { port },
        grpc: { port: await freePort() },
        database: { url: database.url, dir: join(dir.path, `console-${n}`, 'db') },
        auth: secrets,
        jobs: { loopbackSources: true },
      };
      const begin = () => start('apps/console/dist/main.js', `console-${n}`, settings);
      let running = await begin();
      const { grpc } = consoleReady.parse(JSON.parse(running.line)).ready;
      return {
        ...{ url: `http://127.0.0.1:${port}`, grpc },
        kill() {
          children.delete(running.child);
          running.child.kill('SIGKILL');
        },
        async restart() {
          running = await begin();
        },
      };
    }
  } catch (error) {
    await stop();
    throw error;
  }

  async function startPeer(name: string, manager: string): Promise<void> {
    const free = { ip: '127.0.0.1', port: 0 };
    await start('apps/peer/dist/dfdaemon.js', name, {
      host: { hostname: name, ip: '127.0.0.1' },
      seedPeer: { enable: name.startsWith('seed') },
      manager: { addr: manager },
      download: { server: { socketPath: join(dir.path, `${name}.sock`) } },
      upload: { server: free },
      proxy: { server: free },
      metrics: { server: free },
      health: { server: free },
      stats: { server: free },
      storage: { dir: join(dir.path, name), server: { ip: '127.0.0.1', tcpPort: 0 } },
    });
  }
}

async function newDatabase() {
  const admin = new pg.Client({ connectionString: postgresUrl });
  const name = `replicas_${Math.random().toString(36).slice(2)}`;
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(postgresUrl ?? '');
  url.pathname = name;
  return {
    url: url.href,
    drop: async () => {
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}
