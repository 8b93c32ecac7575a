import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export interface SchedulerProcess extends AsyncDisposable {
  /** `ip:port`. */
  readonly address: string;
}

const main = fileURLToPath(new URL('../../../scheduler/src/main.ts', import.meta.url));
const readyLine = z.object({ ready: z.object({ grpc: z.string() }) });

/** The real scheduler as a process of its own, in a hurry: it looks after copies all the time. */
export async function startScheduler(): Promise<SchedulerProcess> {
  const dir = await mkdtemp(join(tmpdir(), 'damselfly-scheduler-'));
  const settings = {
    server: { port: 0, hostname: 's' },
    manager: { addrs: [] },
    metrics: { ip: '127.0.0.1', port: 0 },
    snapshot: { dir: join(dir, 'index') },
    persistent: { dir: join(dir, 'persistent'), reconcileInterval: '200ms', retryDelay: '50ms', hostGrace: '0ms' },
    log: { level: 'warn' },
  };
  const config = join(dir, 'config.yaml');
  await writeFile(config, JSON.stringify(settings));
  const child = spawn(process.execPath, ['--import', 'tsx', main, '--config', config], {
    cwd: dirname(main),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(dir, { recursive: true, force: true });
  };
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      if (!line.includes('"ready"')) continue;
      return { address: readyLine.parse(JSON.parse(line)).ready.grpc, [Symbol.asyncDispose]: stop };
    }
    throw new Error('the scheduler ended before it served');
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}
