import { common, connected, createClient, hostAndPort, scheduler, unaryCall } from '@damselfly/proto';

type Client = InstanceType<typeof scheduler.SchedulerClient>;

/** Connections opened at once, and what they are given on a busy machine. */
const openedAtOnce = 100;
const openMs = 60_000;
const MiB = 2n ** 20n;
const pieces = 500;

export interface LoadOptions {
  readonly port: number;
  readonly streams: number;
  /** Connections the streams are spread over. */
  readonly connections: number;
  readonly reportsPerStream: number;
  /** Makes hosts, peers and the task different from those of another run. */
  readonly run: string;
  /** Processor time the server has used so far, milliseconds. */
  readonly serverCpuMs: () => Promise<number>;
}

/** How fast one kind of message went: a second of the clock, and a second of the server's processor time. */
export interface Rate {
  readonly perS: number;
  readonly perCpuS: number;
  /** The server's share of one core meanwhile; well below 1, something else was the limit. */
  readonly busy: number;
}

/** Registers many peers of one task over real streams, lets each report pieces, and ends them all. Rates are a second. */
export async function load(options: LoadOptions): Promise<{ registers: Rate; reports: Rate }> {
  const address = hostAndPort('127.0.0.1', options.port);
  const clients = Array.from({ length: options.connections }, () =>
    createClient(scheduler.SchedulerClient, { address }),
  );
  try {
    for (let from = 0; from < clients.length; from += openedAtOnce) {
      await Promise.all(clients.slice(from, from + openedAtOnce).map((client) => connected(client, openMs)));
    }
    return await drive(options, clients);
  } finally {
    for (const client of clients) client.close();
  }
}

async function drive(options: LoadOptions, clients: readonly Client[]) {
  const { streams, reportsPerStream, run, serverCpuMs } = options;
  const names = Array.from({ length: streams }, (_, n) => `${run}-${n}`);
  const clientOf = (n: number): Client => clients[n % clients.length] ?? fail();
  await Promise.all(names.map((name, n) => announce(clientOf(n), name)));
  const peers = names.map((name, n) => new LoadPeer(clientOf(n), name, run));
  const registering = await stopwatch(serverCpuMs);
  const [first, ...others] = peers;
  first?.register();
  await first?.answered;
  first?.start();
  for (const peer of others) peer.register();
  await Promise.all(others.map((peer) => peer.answered));
  const registers = await registering(streams);
  const reporting = await stopwatch(serverCpuMs);
  for (const peer of others) peer.start();
  for (let number = 0; number < reportsPerStream; number += 1) {
    for (const peer of peers) peer.report(number % pieces);
    // Lets the transport take what was written: a report is no bulk transfer.
    await Promise.all(peers.map((peer) => peer.writable()));
  }
  for (const peer of peers) peer.finish();
  await Promise.all(peers.map((peer) => peer.ended));
  return { registers, reports: await reporting(streams * reportsPerStream) };
}

async function stopwatch(serverCpuMs: () => Promise<number>): Promise<(messages: number) => Promise<Rate>> {
  const [fromMs, fromCpuMs] = [performance.now(), await serverCpuMs()];
  return async (messages) => {
    const [tookMs, cpuMs] = [performance.now() - fromMs, (await serverCpuMs()) - fromCpuMs];
    return { perS: (messages * 1000) / tookMs, perCpuS: (messages * 1000) / cpuMs, busy: cpuMs / tookMs };
  };
}

class LoadPeer {
  readonly answered: Promise<void>;
  readonly ended: Promise<void>;
  readonly #call: ReturnType<Client['announcePeer']>;
  readonly #ids: { hostId: string; taskId: string; peerId: string };
  #parent = '';
  #clear = true;

  constructor(client: Client, name: string, run: string) {
    this.#ids = { hostId: name, taskId: run.padEnd(64, '0'), peerId: `127.0.0.1-${name}-00000000-0000-4000-8000-0` };
    this.#call = client.announcePeer();
    this.answered = new Promise((resolve) => {
      this.#call.once('data', ({ response }: scheduler.AnnouncePeerResponse) => {
        if (response?.$case === 'normalTaskResponse') this.#parent = response.value.candidateParents[0]?.id ?? '';
        resolve();
      });
    });
    this.ended = new Promise((resolve, reject) => {
      this.#call.on('error', reject);
      this.#call.on('end', resolve);
    });
  }

  register(): void {
    const lengths = { actualContentLength: BigInt(pieces) * 4n * MiB, actualPieceLength: 4n * MiB };
    const download = common.Download.fromPartial({ url: 'http://origin/file', ...lengths });
    this.#say({ $case: 'registerPeerRequest', value: { download } });
  }

  start(): void {
    if (this.#parent === '') this.#say({ $case: 'downloadPeerBackToSourceStartedRequest', value: {} });
    else this.#say({ $case: 'downloadPeerStartedRequest', value: {} });
  }

  report(number: number): void {
    const piece: common.Piece = {
      ...{ number, parentId: this.#parent || undefined, offset: BigInt(number) * 4n * MiB, length: 4n * MiB },
      ...{ digest: 'crc32:2566000000', trafficType: common.TrafficType.REMOTE_PEER },
      ...{ cost: { seconds: 0n, nanos: 4_000_000 }, createdAt: new Date() },
    };
    if (this.#parent === '') this.#say({ $case: 'downloadPieceBackToSourceFinishedRequest', value: { piece } });
    else this.#say({ $case: 'downloadPieceFinishedRequest', value: { piece } });
  }

  finish(): void {
    this.#say({ $case: 'downloadPeerFinishedRequest', value: {} });
  }

  /** Resolves when the stream takes more. */
  async writable(): Promise<void> {
    if (this.#clear) return;
    await new Promise((resolve) => this.#call.once('drain', resolve));
    this.#clear = true;
  }

  #say(request: scheduler.AnnouncePeerRequest['request']): void {
    this.#clear = this.#call.write({ ...this.#ids, request });
  }
}

async function announce(client: Client, name: string): Promise<void> {
  const network = common.Network.fromPartial({ idc: 'idc-1', maxTxBandwidth: 10_000_000_000n });
  const ports = { port: 4000, downloadPort: 4000 };
  const host = common.Host.fromPartial({ id: name, hostname: name, ip: '127.0.0.1', ...ports, network });
  await unaryCall(client.announceHost.bind(client), { host, interval: undefined });
}

function fail(): never {
  throw new Error('no client');
}
