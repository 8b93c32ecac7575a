import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DagEvent, TaskId } from '@damselfly/core';
import { Lifecycle, loadConfig, silentLog } from '@damselfly/core/node';
import { common, createClient, hostAndPort, scheduler } from '@damselfly/proto';
import { schedulerConfig } from '../config.ts';
import type { ManagerLinkOptions } from '../manager/port.ts';
import { startScheduler } from '../start.ts';

type Client = InstanceType<typeof scheduler.SchedulerClient>;

/** A whole scheduler on a free port with a client, and a manager link that only takes notes. */
export interface RunningScheduler extends AsyncDisposable {
  readonly address: string;
  readonly metricsUrl: string;
  readonly client: Client;
  readonly link: ManagerLinkOptions;
  readonly published: { task: TaskId; seq: number; event: DagEvent }[];
}

/** `schedulers`: whom the manager lists. Settings are given as environment variables without their prefix: `SCHEDULER_ORIGIN_SEED_TIMEOUT: '50ms'`. */
export async function runningScheduler(
  settings: Record<string, string> = {},
  schedulers: () => Promise<readonly string[]> = async () => [],
): Promise<RunningScheduler> {
  const dir = await mkdtemp(join(tmpdir(), 'damselfly-scheduler-'));
  const env = {
    SERVER_PORT: '0',
    METRICS_PORT: '0',
    PERSISTENT_DIR: dir,
    SNAPSHOT_DIR: join(dir, 'index'),
    ...settings,
  };
  const prefixed = Object.fromEntries(Object.entries(env).map(([key, value]) => [`T_${key}`, value]));
  const config = await loadConfig(schedulerConfig, { envPrefix: 'T', env: prefixed });
  const log = silentLog();
  const life = new Lifecycle(log);
  const published: RunningScheduler['published'] = [];
  let link: ManagerLinkOptions | undefined;
  const { grpcPort, metricsPort } = await startScheduler({
    ...{ config, log, life },
    startLink: async (options) => {
      link = options;
      return {
        publish: (task, seq, event) => published.push({ task, seq, event }),
        hostsChanged: () => undefined,
        schedulers,
        close: async () => undefined,
      };
    },
  });
  if (link === undefined) throw new Error('the manager link was not started');
  const address = hostAndPort('127.0.0.1', grpcPort);
  const client = createClient(scheduler.SchedulerClient, { address });
  return {
    ...{ address, client, link, published },
    metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
    [Symbol.asyncDispose]: async () => {
      client.close();
      await life.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export const taskOf = (digit: string): string => digit.repeat(64);

/** A host's announcement as Dragonfly's Rust client makes it. */
export function hostMessage(name: string, more: Partial<common.Host> = {}): common.Host {
  const network = common.Network.fromPartial({ idc: 'idc-1', maxTxBandwidth: 10_000_000_000n });
  const port = 4000;
  return common.Host.fromPartial({
    id: name,
    hostname: name,
    ip: '127.0.0.1',
    port,
    downloadPort: port,
    network,
    ...more,
  });
}

export function downloadMessage(more: Partial<common.Download> = {}): common.Download {
  const lengths = { actualContentLength: 8388608n, actualPieceLength: 4194304n, actualPieceCount: 2n };
  return { ...common.Download.fromPartial({ url: 'http://origin.test/file', ...lengths }), ...more };
}

export const pieceMessage = (number: number, parentId?: string): common.Piece =>
  common.Piece.fromPartial({
    number,
    parentId,
    offset: BigInt(number) * 4194304n,
    length: 4194304n,
    digest: 'crc32:1',
    cost: { seconds: 0n, nanos: 5_000_000 },
    createdAt: new Date(),
  });
