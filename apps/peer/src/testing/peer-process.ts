import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { peerConfig } from '../config.ts';

export interface PeerProcess {
  readonly socket: string;
  /** Of the piece server. */
  readonly piecePort: number;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const readyLine = z.object({ ready: z.object({ socket: z.string(), piece: z.string() }) });
const loopback = { ip: '127.0.0.1', port: 0 };

/** The real daemon as a process of its own, with its storage in `dir`, which it takes up from an earlier one. */
export async function startPeerProcess(dir: string, settings: z.input<typeof peerConfig> = {}): Promise<PeerProcess> {
  const config: z.input<typeof peerConfig> = {
    host: { hostname: 'victim', ip: '127.0.0.1' },
    ...{
      metrics: { server: loopback },
      health: { server: loopback },
      proxy: { server: loopback },
      stats: { server: loopback },
    },
    upload: { server: loopback },
    download: { server: { socketPath: join(dir, 's') } },
    // How full the machine's disk is must not decide what a test finds.
    gc: { policy: { diskHighThresholdPercent: 99 } },
    storage: { dir: join(dir, 'store'), keep: true, server: { ip: '127.0.0.1', tcpPort: 0 } },
    log: { level: 'error' },
    ...settings,
  };
  const file = join(dir, 'dfdaemon.yaml');
  await writeFile(file, JSON.stringify(config));
  const child = spawn(process.execPath, ['--import', 'tsx', main, '--config', file], {
    cwd: dirname(main),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.includes('"ready"')) continue;
    const { socket, piece } = readyLine.parse(JSON.parse(line)).ready;
    return {
      socket,
      piecePort: Number(piece.split(':').at(-1)),
      kill: async () => {
        child.kill('SIGKILL');
        await gone;
      },
    };
  }
  throw new Error('the peer ended before it served');
}
