import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { type Result, round } from '../report.ts';
import { type Lab, type LabPeer, startLab } from './lab.ts';
import { type Pull, type PullResult, pullThroughPeers, pullWithCurl } from './pull.ts';

export interface SwarmOptions {
  readonly dir: string;
  readonly quick: boolean;
  /** Of every link; lower it on a machine whose processors, not the links, are the limit. */
  readonly megabits: number;
  /** The built scheduler. */
  readonly scheduler: string;
  /** Absent: 20, or 8 when quick. */
  readonly peers: number | undefined;
  readonly runs: readonly SwarmRun[];
  readonly signal: AbortSignal;
  readonly say: (sentence: string) => void;
}

const MiB = 2 ** 20;
/** One in so many peers is killed, or slow. */
const oneIn = 5;
/** So much slower than the others. */
const slowness = 10;

/** The parts of the suite, in their order; the last one leaves fewer peers. */
export const swarmRuns = ['swarm', 'direct', 'slow', 'killed'] as const;
export type SwarmRun = (typeof swarmRuns)[number];

/**
 * One content for a seed and all peers at once, every link capped alike. What is measured is how long the last peer
 * takes, as a multiple of the least there can be: the content's size over the slowest link a peer needs.
 */
export async function swarmSuite(options: SwarmOptions): Promise<Result[]> {
  const { quick, megabits, scheduler, signal, say, runs } = options;
  const peers = options.peers ?? (quick ? 8 : 20);
  const contentBytes = (quick ? 64 : 200) * MiB;
  const dir = await mkdtemp(path.join(options.dir, 'damselfly-bench-'));
  try {
    say(`starting a seed and ${peers} peers, ${megabits} Mbit/s each`);
    await using lab = await startLab({ dir, peers, megabits, scheduler });
    const swarm = new SwarmBench(lab, { dir, megabits, signal, say });
    await swarm.pull('warm-up', 4 * MiB);
    const results: Result[] = [];
    for (const run of runs) results.push(...(await swarm[run](contentBytes)));
    return results;
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 3 });
  }
}

type BenchOptions = Pick<SwarmOptions, 'dir' | 'megabits' | 'signal' | 'say'>;

class SwarmBench implements Record<SwarmRun, (contentBytes: number) => Promise<Result[]>> {
  readonly #lab: Lab;
  readonly #options: BenchOptions;

  constructor(lab: Lab, options: BenchOptions) {
    this.#lab = lab;
    this.#options = options;
  }

  async swarm(contentBytes: number): Promise<Result[]> {
    const result = await this.pull('swarm', contentBytes);
    return [
      ratio('last_peer_ratio', last(result) / this.#bound(contentBytes)),
      ratio('origin_ratio', result.servedBytes / contentBytes),
      { id: 'last_peer_s', value: round(last(result)), unit: 's' },
      { id: 'busy_percent', value: round(result.busy * 100), unit: '%' },
    ];
  }

  /** Everybody waits for the origin's link: a tenth of the content tells the same and does not take minutes. */
  async direct(contentBytes: number): Promise<Result[]> {
    const { say, dir, signal } = this.#options;
    const bytes = Math.round(contentBytes / 10);
    say(`direct: ${Math.round(bytes / MiB)} MiB for everybody by curl from the origin`);
    const seconds = await pullWithCurl(this.#lab, dir, { name: 'direct', contentBytes: bytes, signal });
    return [ratio('no_p2p_last_peer_ratio', seconds / this.#bound(bytes))];
  }

  /** The slow ones have a bound of their own; that of the others is what they would need without them. */
  async slow(contentBytes: number): Promise<Result[]> {
    const { megabits } = this.#options;
    const bytes = contentBytes / 2;
    const slow = oneOf(this.#lab.peers);
    for (const { host } of slow) await host.cap(megabits / slowness);
    const result = await this.pull('slow', bytes);
    for (const { host } of slow) await host.cap(megabits);
    return [
      ratio('slow.last_peer_ratio', last(result) / this.#bound(bytes * slowness)),
      ratio('slow.last_other_peer_ratio', last(result, (peer) => !slow.has(peer)) / this.#bound(bytes)),
    ];
  }

  /** Killed when half of the least time has passed. */
  async killed(contentBytes: number): Promise<Result[]> {
    const lost = oneOf(this.#lab.peers);
    const act = () => {
      for (const { program } of lost) program.kill();
    };
    const during = { afterMs: (this.#bound(contentBytes) * 1000) / 2, act };
    const result = await this.pull('killed', contentBytes, { lost, during });
    return [ratio('killed.last_peer_ratio', last(result) / this.#bound(contentBytes))];
  }

  async pull(name: string, contentBytes: number, more: Pick<Pull, 'lost' | 'during'> = {}): Promise<PullResult> {
    const { say, signal } = this.#options;
    const result = await pullThroughPeers(this.#lab, { name, contentBytes, signal, ...more });
    const times = [...result.secondsOf.values()].map((seconds) => seconds.toFixed(1)).join(' ');
    const least = this.#bound(contentBytes).toFixed(1);
    say(`${name}: ${contentBytes / MiB} MiB, at least ${least} s; the peers took ${times}`);
    return result;
  }

  #bound(bytes: number): number {
    return (bytes * 8) / (this.#options.megabits * 1e6);
  }
}

const ratio = (id: string, value: number): Result => ({ id, value: round(value), unit: '×' });

const oneOf = (peers: readonly LabPeer[]): Set<LabPeer> =>
  new Set(peers.filter((_, index) => index % oneIn === oneIn - 1));

const last = ({ secondsOf }: PullResult, counts: (peer: LabPeer) => boolean = () => true): number =>
  Math.max(...[...secondsOf].filter(([peer]) => counts(peer)).map(([, seconds]) => seconds));
