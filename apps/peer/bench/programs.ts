import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** A built program of the peer, beside this one. */
export const builtProgram = (name: 'dfdaemon' | 'dfget') => fileURLToPath(new URL(`./${name}.js`, import.meta.url));

export interface ProgramOptions {
  /** The built file. */
  readonly program: string;
  readonly args: readonly string[];
  /** Takes its standard error. */
  readonly logFile: string;
  /** What comes before the command, for one that runs elsewhere. */
  readonly within?: readonly string[];
  readonly execArgv?: readonly string[];
}

const readyLine = z.object({ ready: z.looseObject({}) });
const startLimitMs = 60_000;

/** A daemon in a process of its own; it ends with this one, whatever ends this one. */
export class Program {
  readonly #child: ChildProcess;
  #said: Readonly<Record<string, unknown>> = {};
  #isReady = false;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** What it said when it was ready: where it can be reached. */
  get ready(): Readonly<Record<string, unknown>> {
    return this.#said;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves when it has said that it is ready. */
  static async start({ program, args, logFile, within = [], execArgv = [] }: ProgramOptions): Promise<Program> {
    const log = await open(logFile, 'a');
    const [file = process.execPath, ...before] = [...within, process.execPath];
    const child = spawn(file, [...before, ...execArgv, program, ...args], {
      detached: true,
      stdio: ['ignore', 'pipe', log.fd, 'ipc'],
    });
    await log.close();
    const started = new Program(child);
    const limit = AbortSignal.timeout(startLimitMs);
    try {
      await Promise.race([started.#becomeReady(), once(limit, 'abort'), once(child, 'exit'), once(child, 'error')]);
      if (started.#isReady) return started;
    } catch {
      // Said below.
    }
    started.kill();
    throw new Error(`${program} did not start; see ${logFile}`);
  }

  /** At once, as a machine that loses its power. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, 'exit');
    const timer = setTimeout(() => this.kill(), 5000);
    this.#child.kill('SIGTERM');
    await exit;
    clearTimeout(timer);
  }

  async #becomeReady(): Promise<void> {
    const { stdout } = this.#child;
    if (stdout === null) return;
    for await (const text of createInterface({ input: stdout })) {
      const line = readyLine.safeParse(parsed(text));
      if (!line.success) continue;
      this.#said = line.data.ready;
      this.#isReady = true;
      break;
    }
    stdout.resume();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
