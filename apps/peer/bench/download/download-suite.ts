import { spawn } from 'node:child_process';
import { once, setMaxListeners } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { comparedRounds, median, type Result, round } from '../report.ts';
import { type Load, Worker } from '../worker-link.ts';
import { type LocalPeer, type LocalPeers, startLocalPeers } from './local-peers.ts';
import { type Nginx, startNginx } from './nginx.ts';
import { cpuSeconds, peakRssBytes } from './process-cost.ts';

export interface DownloadOptions {
  /** On which disk. */
  readonly dir: string;
  readonly quick: boolean;
  /** The built scheduler. */
  readonly scheduler: string;
  readonly signal: AbortSignal;
  readonly say: (sentence: string) => void;
}

const MiB = 2 ** 20;
const GiB = 2 ** 30;
const smallBytes = 4096;
const smallAtOnce = 32;
const parents = 4;

/** What one round took: seconds of each way, and what the daemons spent. */
interface Round {
  readonly one: number;
  readonly four: number;
  readonly raw: number;
  readonly tuned: number;
  readonly curl: number | undefined;
  readonly uploadCpu: number;
  readonly downloadCpu: number;
}

/**
 * The whole way of a download: a client of the child's daemon asks for a file, the daemon takes it from its parents and
 * hands it over as a hard link. Beside it in the same rounds: the bare and the tuned copy over TCP in Node, and curl
 * from nginx onto the same disk. One round of each goes before.
 */
export async function downloadSuite({ dir, quick, scheduler, signal, say }: DownloadOptions): Promise<Result[]> {
  const folder = await mkdtemp(path.join(dir, 'damselfly-bench-'));
  const contentBytes = (quick ? 128 : 512) * MiB;
  const undo: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true, maxRetries: 3 })];
  try {
    const peers = await startLocalPeers({ dir: folder, parents, scheduler });
    undo.unshift(() => peers.stop());
    const copies = { raw: new Copy('raw'), tuned: new Copy('tuned') };
    const www = path.join(folder, 'www');
    await mkdir(www);
    const nginx = await startNginx(path.join(folder, 'nginx'), www);
    if (nginx === undefined) say('nginx is not installed: no row for curl from nginx (Debian: apt-get install nginx)');
    else undo.unshift(() => nginx.stop());
    for (const copy of Object.values(copies)) {
      undo.unshift(() => copy.stop());
      await copy.start({ dir: folder, contentBytes, pieceBytes: 4 * MiB, connections: 4 });
    }
    await writeFile(path.join(www, 'file'), Buffer.alloc(contentBytes, 7));

    const bench = new DownloadBench(peers, folder, signal);
    await bench.seed('one', contentBytes, peers.parents.slice(0, 1));
    await bench.seed('four', contentBytes, peers.parents);
    const rounds: Round[] = [];
    const deadlineMs = performance.now() + (quick ? 20_000 : 90_000);
    for (let number = 0; number <= (quick ? 3 : 9); number += 1) {
      if (number > 2 && performance.now() > deadlineMs) break;
      const measured = await oneRound(bench, copies, nginx, contentBytes, number);
      if (number > 0) rounds.push(measured);
    }
    const largeBytes = quick ? contentBytes : 4 * GiB;
    if (!quick) {
      say('a file of 4 GiB');
      await bench.seed('large', largeBytes, peers.parents.slice(0, 1));
      await bench.pull('large', largeBytes);
    }
    const [parent] = peers.parents;
    const rss = (peer: LocalPeer | undefined) => round(peakRssBytes(peer?.pid ?? 0) / MiB);
    const memory: Result[] = [
      { id: 'rss_mib.upload', value: rss(parent), unit: 'MiB' },
      { id: 'rss_mib.download', value: rss(peers.child), unit: 'MiB' },
    ];
    const firstByte = await bench.firstByteMs(quick ? 5 : 15);
    const small = quick ? 500 : 10_000;
    say(`${small} files of 4 KiB`);
    const smallSeconds = await bench.smallFiles(small);
    return [
      ...resultsOf(rounds, contentBytes),
      ...memory,
      { id: 'first_byte_ms', value: round(firstByte), unit: 'ms' },
      { id: 'small_files_per_s', value: round(small / smallSeconds), unit: '1/s' },
    ];
  } finally {
    for (const step of undo) await step();
  }
}

async function oneRound(
  bench: DownloadBench,
  { raw, tuned }: { readonly raw: Copy; readonly tuned: Copy },
  nginx: Nginx | undefined,
  contentBytes: number,
  number: number,
): Promise<Round> {
  const cost = bench.cost();
  const one = await bench.pull('one', contentBytes);
  const { upload, download } = cost();
  return {
    one,
    uploadCpu: upload / (contentBytes / GiB),
    downloadCpu: download / (contentBytes / GiB),
    raw: await raw.round(number),
    tuned: await tuned.round(number),
    curl: nginx === undefined ? undefined : await bench.curl(`${nginx.url}/file`),
    four: await bench.pull('four', contentBytes),
  };
}

function resultsOf(rounds: readonly Round[], contentBytes: number): Result[] {
  const rate = (seconds: number) => contentBytes / MiB / seconds;
  const of = (way: 'one' | 'four' | 'raw' | 'tuned') => rounds.map((measured) => rate(measured[way]));
  const curl = rounds.flatMap(({ curl: seconds }) => (seconds === undefined ? [] : [rate(seconds)]));
  const beside = (id: string, values: readonly number[]): Result[] => [
    comparedRounds(id, 'MiB/s', values, of('raw')),
    comparedRounds(`${id}.tuned_tcp`, 'MiB/s', values, of('tuned')),
    ...(curl.length > 0 ? [comparedRounds(`${id}.curl_nginx`, 'MiB/s', values, curl)] : []),
  ];
  const seconds = (id: string, values: readonly number[]): Result => ({
    id,
    value: round(median(values)),
    unit: 's/GiB',
  });
  return [
    ...beside('transfer.one_parent', of('one')),
    ...beside('transfer.four_parents', of('four')),
    seconds(
      'cpu_s_per_gib.upload',
      rounds.map(({ uploadCpu }) => uploadCpu),
    ),
    seconds(
      'cpu_s_per_gib.download',
      rounds.map(({ downloadCpu }) => downloadCpu),
    ),
  ];
}

/** The copy over TCP in Node, bare or tuned. */
class Copy {
  readonly #upload: Worker;
  readonly #download: Worker;

  constructor(kind: 'raw' | 'tuned') {
    this.#upload = new Worker(`${kind}Upload`);
    this.#download = new Worker(`${kind}Download`);
  }

  async start(load: Load): Promise<void> {
    const { port } = await this.#upload.ask({ do: 'start', load });
    await this.#download.ask({ do: 'start', load, port });
  }

  async round(number: number): Promise<number> {
    return (await this.#download.ask({ do: 'round', number })).seconds ?? Number.NaN;
  }

  async stop(): Promise<void> {
    await Promise.all([this.#upload.stop(), this.#download.stop()]);
  }
}

class DownloadBench {
  readonly #peers: LocalPeers;
  readonly #dir: string;
  readonly #signal: AbortSignal;

  constructor(peers: LocalPeers, dir: string, signal: AbortSignal) {
    // Many calls at once listen to it.
    setMaxListeners(0, signal);
    this.#peers = peers;
    this.#dir = dir;
    this.#signal = signal;
  }

  /** Gives the content to these parents. */
  async seed(name: string, contentBytes: number, holders: readonly LocalPeer[]): Promise<void> {
    for (const { daemon } of holders) await this.#fetch(daemon, this.#peers.url(name, contentBytes));
  }

  /** The child fetches it from whoever holds it; seconds. Afterwards it does not hold it any more. */
  async pull(name: string, contentBytes: number): Promise<number> {
    const { child, url } = this.#peers;
    const output = path.join(this.#dir, 'out');
    const begunMs = performance.now();
    const task = await this.#fetch(child.daemon, url(name, contentBytes), output);
    const seconds = (performance.now() - begunMs) / 1000;
    await rm(output);
    await child.daemon.delete(task);
    return seconds;
  }

  /** Of the first parent and the child, from now on. */
  cost(): () => { upload: number; download: number } {
    const now = () => ({
      upload: cpuSeconds(this.#peers.parents[0]?.pid ?? 0),
      download: cpuSeconds(this.#peers.child.pid),
    });
    const before = now();
    return () => {
      const after = now();
      return { upload: after.upload - before.upload, download: after.download - before.download };
    };
  }

  async curl(url: string): Promise<number> {
    const output = path.join(this.#dir, 'curl-out');
    const begunMs = performance.now();
    const curl = spawn('curl', ['--silent', '--fail', '--output', output, url], {
      stdio: 'ignore',
      signal: this.#signal,
    });
    const [code] = await once(curl, 'exit');
    const seconds = (performance.now() - begunMs) / 1000;
    if (code !== 0) throw new Error(`curl ended with ${String(code)}`);
    await rm(output);
    return seconds;
  }

  /** From the question to the first bytes of a content that a parent holds; milliseconds. */
  async firstByteMs(times: number): Promise<number> {
    const { parents: holders, child, url } = this.#peers;
    const took: number[] = [];
    for (let time = 0; time < times; time += 1) {
      const address = url(`first-${time}`, 64 * MiB);
      await this.#fetch(holders[0]?.daemon ?? child.daemon, address);
      const begunMs = performance.now();
      for await (const bytes of child.daemon.content({ url: address, disableBackToSource: true }, this.#call)) {
        if (bytes.length > 0) break;
      }
      took.push(performance.now() - begunMs);
    }
    return median(took);
  }

  /** Many small files, several at a time, from one parent; seconds. */
  async smallFiles(count: number): Promise<number> {
    const { parents: holders, child, url } = this.#peers;
    const urls = Array.from({ length: count }, (_, number) => url(`small-${number}`, smallBytes));
    const all = async ({ daemon }: LocalPeer) => {
      const left = [...urls];
      const worker = async () => {
        for (let next = left.pop(); next !== undefined; next = left.pop()) await this.#fetch(daemon, next);
      };
      await Promise.all(Array.from({ length: smallAtOnce }, worker));
    };
    if (holders[0] !== undefined) await all(holders[0]);
    const begunMs = performance.now();
    await all(child);
    return (performance.now() - begunMs) / 1000;
  }

  get #call() {
    return { signal: this.#signal };
  }

  async #fetch(daemon: LocalPeer['daemon'], url: string, output?: string): Promise<string> {
    let task = '';
    const wish = { url, ...(output === undefined ? {} : { output, hardLink: true }) };
    for await (const step of daemon.download(wish, this.#call)) if (step.kind === 'started') task = step.task;
    return task;
  }
}
