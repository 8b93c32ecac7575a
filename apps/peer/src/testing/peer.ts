import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lifecycle, silentLog } from '@damselfly/core/node';
import { createClient, dfdaemon, unixAddress } from '@damselfly/proto';
import type { z } from 'zod';
import { peerConfig } from '../config.ts';
import type { Source } from '../source/source.ts';
import { type RunningPeer, startPeer } from '../start-peer.ts';

export interface TestPeer extends RunningPeer {
  readonly dir: string;
  /** A client of the peer's unix socket. */
  readonly client: dfdaemon.DfdaemonDownloadClient;
  /** Stops it in order; its folder stays when `keepFolder`. */
  stop(keepFolder?: boolean): Promise<void>;
}

type Settings = z.input<typeof peerConfig>;

const loopback = { ip: '127.0.0.1', port: 0 };

/** A whole peer in this process, on free ports, in a folder of its own or the given one. */
export async function startTestPeer(
  name: string,
  settings: Settings = {},
  folder?: string,
  moreSources: readonly Source[] = [],
  dynconfigFile?: string,
): Promise<TestPeer> {
  const dir = folder ?? (await mkdtemp(join(tmpdir(), 'damselfly-peer-')));
  const config = peerConfig.parse({
    host: { hostname: name, ip: '127.0.0.1' },
    metrics: { server: loopback },
    health: { server: loopback },
    stats: { server: loopback },
    proxy: { server: loopback },
    ...settings,
    upload: { server: loopback, ...settings.upload },
    download: { server: { socketPath: join(dir, 's') }, ...settings.download },
    storage: { dir: join(dir, 'store'), server: { ip: '127.0.0.1', tcpPort: 0 }, ...settings.storage },
  });
  const life = new Lifecycle(silentLog());
  const running = await startPeer(config, silentLog(), life, {
    moreSources,
    ...(dynconfigFile === undefined ? {} : { dynconfigFile }),
  });
  const client = createClient(dfdaemon.DfdaemonDownloadClient, { address: unixAddress(running.socket) });
  return {
    ...running,
    dir,
    client,
    stop: async (keepFolder = false) => {
      client.close();
      await life.stop();
      if (!keepFolder) await rm(dir, { recursive: true, force: true });
    },
  };
}
