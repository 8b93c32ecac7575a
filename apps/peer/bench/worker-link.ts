import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';

/** The sides of a transfer; each runs in a process of its own, so that its cost can be told. */
export const transferRoles = [
  ...(['peerUpload', 'peerDownload', 'rawUpload', 'rawDownload'] as const),
  ...(['tunedUpload', 'tunedDownload'] as const),
] as const;
export const roles = [...transferRoles, 'origin'] as const;
export type Role = (typeof roles)[number];

/** What is moved. */
export const loadSchema = z.object({
  dir: z.string(),
  contentBytes: z.int().positive(),
  pieceBytes: z.int().positive(),
  connections: z.int().positive(),
});
export type Load = z.output<typeof loadSchema>;

/** `start`: make the content or connect; resolves when ready. `round`: move it once. `stop`: leave. */
export const orderSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('start'), load: loadSchema.optional(), port: z.int().optional() }),
  z.object({ do: z.literal('round'), number: z.int() }),
  z.object({ do: z.literal('cost') }),
  z.object({ do: z.literal('stop') }),
]);
export type Order = z.output<typeof orderSchema>;

export const replySchema = z.object({
  error: z.string().optional(),
  /** Where an upload side listens. */
  port: z.int().optional(),
  /** How long a round took. */
  seconds: z.number().optional(),
  /** CPU time since the last time of asking. */
  cpuSeconds: z.number().optional(),
  /** Largest resident memory so far. */
  peakRssBytes: z.number().optional(),
  /** Content bytes an origin has sent. */
  servedBytes: z.number().optional(),
  /** How long the event loop kept something waiting since the last time of asking, at most in 99 of 100 cases. */
  loopDelayP99Ms: z.number().optional(),
});
export type Reply = z.output<typeof replySchema>;

/** A worker process, asked one thing at a time. */
export class Worker {
  readonly #role: Role;
  readonly #process: ChildProcess;

  /** @param within what comes before the command, for a process that runs elsewhere. */
  constructor(role: Role, within: readonly string[] = []) {
    this.#role = role;
    const [execPath = process.execPath, ...before] = [...within, process.execPath];
    this.#process = fork(process.argv[1] ?? '', ['--worker', role], {
      execPath,
      execArgv: [...before, ...process.execArgv],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
  }

  async ask(order: Order): Promise<Reply> {
    const settled = new AbortController();
    const { signal } = settled;
    try {
      const reply = once(this.#process, 'message', { signal });
      const death = once(this.#process, 'exit', { signal }).then(() => {
        throw new Error(`it ended with ${this.#process.exitCode ?? this.#process.signalCode}`);
      });
      this.#process.send(order);
      const [message] = await Promise.race([reply, death]);
      const parsed = replySchema.parse(message);
      if (parsed.error === undefined) return parsed;
      throw new Error(parsed.error);
    } catch (cause) {
      throw new Error(`the ${this.#role} process failed`, { cause });
    } finally {
      settled.abort();
    }
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const exit = once(this.#process, 'exit');
    this.#process.kill();
    await exit;
  }
}
