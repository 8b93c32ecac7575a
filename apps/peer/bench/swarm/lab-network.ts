import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Failure } from '@damselfly/core';

const run = promisify(execFile);

/** A host of the lab: a network namespace with one link. */
export interface LabHost {
  /** What comes before a command that shall run on this host. */
  readonly within: readonly string[];
  readonly ip: string;
  /** Caps the link in both directions. */
  cap(megabitsPerSecond: number): Promise<void>;
}

const prefix = 'dflybench';

/**
 * Hosts on one switch, each behind a capped link, in network namespaces of this process: nothing of it can be seen from
 * outside, and nothing inside sees the outside. Throws `precondition` where that cannot be had.
 */
export class LabNetwork implements AsyncDisposable {
  readonly #names: string[] = [];
  readonly #switch: string;
  #hosts = 0;
  #closed = false;

  private constructor() {
    this.#switch = `${prefix}-${process.pid}-switch`;
  }

  static async create(): Promise<LabNetwork> {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) {
      throw new Failure('precondition', 'this bench makes network namespaces: it needs Linux and root');
    }
    await removeLeftovers();
    const network = new LabNetwork();
    try {
      await network.#namespace(network.#switch);
      await ip(['-n', network.#switch, 'link', 'add', 'bridge', 'type', 'bridge']);
      await ip(['-n', network.#switch, 'link', 'set', 'bridge', 'up']);
      return network;
    } catch (thrown) {
      await network[Symbol.asyncDispose]();
      throw thrown;
    }
  }

  async addHost(): Promise<LabHost> {
    if (this.#closed) throw new Failure('cancelled', 'the lab is closed');
    const number = ++this.#hosts;
    const [name, port, address] = [`${prefix}-${process.pid}-${number}`, `port${number}`, `10.0.0.${number}`];
    await this.#namespace(name);
    const pair = ['type', 'veth', 'peer', 'name', 'eth0', 'netns', name];
    await ip(['link', 'add', port, 'netns', this.#switch, ...pair]);
    await ip(['-n', this.#switch, 'link', 'set', port, 'master', 'bridge', 'up']);
    await ip(['-n', name, 'address', 'add', `${address}/24`, 'dev', 'eth0']);
    for (const device of ['eth0', 'lo']) await ip(['-n', name, 'link', 'set', device, 'up']);
    return {
      within: ['ip', 'netns', 'exec', name],
      ip: address,
      cap: async (megabits) => {
        await shape(name, 'eth0', megabits);
        await shape(this.#switch, port, megabits);
      },
    };
  }

  /** Everything that runs inside must have ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    for (const name of this.#names.splice(0)) await ip(['netns', 'delete', name]);
  }

  async #namespace(name: string): Promise<void> {
    await ip(['netns', 'add', name]);
    this.#names.push(name);
  }
}

/** The bucket holds what the largest segment needs, the queue what a link of a switch would: 30 ms. */
async function shape(namespace: string, device: string, megabits: number): Promise<void> {
  const bucket = ['tbf', 'rate', `${megabits}mbit`, 'burst', '128kb', 'latency', '30ms'];
  await command('tc', ['-n', namespace, 'qdisc', 'replace', 'dev', device, 'root', ...bucket]);
}

/** Namespaces of a bench that was killed. */
async function removeLeftovers(): Promise<void> {
  const { stdout } = await ip(['netns', 'list']);
  for (const [name, pid] of stdout.matchAll(new RegExp(String.raw`^${prefix}-(\d+)-\S+`, 'gm'))) {
    if (!isAlive(Number(pid))) await ip(['netns', 'delete', name]);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const ip = (args: readonly string[]) => command('ip', args);

async function command(file: string, args: readonly string[]): Promise<{ stdout: string }> {
  try {
    return await run(file, args);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message.trim() : String(cause);
    throw new Failure('precondition', `${said}; this bench needs iproute2 and the right to use it`, { cause });
  }
}
