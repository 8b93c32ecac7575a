import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { createConnection, type NetConnectOpts } from 'node:net';
import { join } from 'node:path';
import { Failure } from '@damselfly/core';

/** What a daemon must be able to do before work is sent to it. */
export interface ReadinessOptions {
  /** A folder of the storage in which a file can be made. */
  readonly storageDir: string;
  /** Where it listens, by the name of what listens. */
  readonly listeners: Readonly<Record<string, NetConnectOpts>>;
  /** Schedulers that answer; none is no reason to go. */
  readonly schedulers: () => number;
  readonly stopping: () => boolean;
}

export interface Readiness {
  readonly ready: boolean;
  readonly schedulers: number;
  /** `ok`, or what is wrong, by the name of what was looked at. */
  readonly checks: Readonly<Record<string, string>>;
}

const checkTimeoutMs = 2_000;

/** Looks whether the daemon can store and be reached. Never rejects. */
export async function readiness(options: ReadinessOptions): Promise<Readiness> {
  const { storageDir, listeners, schedulers, stopping } = options;
  const looks = [
    ['storage', () => canWrite(storageDir)] as const,
    ...Object.entries(listeners).map(([name, at]) => [name, () => canConnect(at)] as const),
  ];
  const results = await Promise.all(looks.map(async ([name, look]) => [name, await outcome(look)] as const));
  const checks = Object.fromEntries([...results, ['serving', stopping() ? 'the daemon is stopping' : 'ok']]);
  return { ready: Object.values(checks).every((text) => text === 'ok'), schedulers: schedulers(), checks };
}

async function outcome(look: () => Promise<void>): Promise<string> {
  try {
    await look();
    return 'ok';
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

async function canWrite(dir: string): Promise<void> {
  const probe = join(dir, `.ready-${randomUUID()}`);
  try {
    await writeFile(probe, 'ok', { flag: 'wx', signal: AbortSignal.timeout(checkTimeoutMs) });
  } finally {
    await rm(probe, { force: true });
  }
}

function canConnect(at: NetConnectOpts): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(at);
    socket.setTimeout(checkTimeoutMs, () => socket.destroy(new Failure('timeout', 'does not accept connections')));
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}
