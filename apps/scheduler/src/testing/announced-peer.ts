import type { common, scheduler } from '@damselfly/proto';
import { unaryCall } from '@damselfly/proto';
import type { ServiceError } from '@grpc/grpc-js';
import { downloadMessage, hostMessage, pieceMessage, type RunningScheduler } from './running-scheduler.ts';

type Request = NonNullable<scheduler.AnnouncePeerRequest['request']>;
type Response = NonNullable<scheduler.AnnouncePeerResponse['response']>;

/** A peer with its announce stream, speaking as Dragonfly's client does: it never half-closes first. */
export class AnnouncedPeer {
  readonly id: string;
  readonly #host: string;
  readonly #task: string;
  readonly #call: ReturnType<RunningScheduler['client']['announcePeer']>;
  readonly #responses: Response[] = [];
  readonly #waiters: (() => void)[] = [];
  #status: { code: number; details: string } | undefined;

  constructor(running: Pick<RunningScheduler, 'client'>, host: string, task: string) {
    this.#host = host;
    this.#task = task;
    this.id = `${host}-peer`;
    this.#call = running.client.announcePeer();
    this.#call.on('data', ({ response }: scheduler.AnnouncePeerResponse) => {
      if (response !== undefined) this.#responses.push(response);
      this.#wake();
    });
    this.#call.on('error', (error: ServiceError) => {
      this.#status = { code: error.code, details: error.details };
      this.#wake();
    });
    this.#call.on('status', ({ code, details }: { code: number; details: string }) => {
      this.#status ??= { code, details };
      this.#wake();
    });
  }

  send(request: Request): void {
    this.#call.write({ hostId: this.#host, taskId: this.#task, peerId: this.id, request });
  }

  register(download: Partial<common.Download> = {}): void {
    this.send({ $case: 'registerPeerRequest', value: { download: downloadMessage(download) } });
  }

  started(): void {
    this.send({ $case: 'downloadPeerStartedRequest', value: {} });
  }

  backToSourceStarted(): void {
    this.send({ $case: 'downloadPeerBackToSourceStartedRequest', value: {} });
  }

  piece(number: number, parent?: AnnouncedPeer): void {
    const piece = pieceMessage(number, parent?.id);
    if (parent === undefined) this.send({ $case: 'downloadPieceBackToSourceFinishedRequest', value: { piece } });
    else this.send({ $case: 'downloadPieceFinishedRequest', value: { piece } });
  }

  /** Breaks the stream as a killed process does. */
  vanish(): void {
    this.#call.cancel();
  }

  /** The next response; fails with the status when the stream ends instead. */
  async next(): Promise<Response> {
    await this.#until(() => this.#responses.length > 0 || this.#status !== undefined);
    const response = this.#responses.shift();
    if (response === undefined) throw new Error(`the stream ended: ${JSON.stringify(this.#status)}`);
    return response;
  }

  /** Ids of the parents in the next response. */
  async parents(): Promise<string[]> {
    const response = await this.next();
    if (response.$case !== 'normalTaskResponse') throw new Error(`no parents but ${response.$case}`);
    return response.value.candidateParents.map(({ id }) => id);
  }

  /** The status the scheduler ends the stream with. */
  async status(): Promise<{ code: number; details: string }> {
    await this.#until(() => this.#status !== undefined);
    return this.#status ?? { code: -1, details: '' };
  }

  async #until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  #wake(): void {
    for (const waiter of this.#waiters.splice(0)) waiter();
  }
}

/** Announces a host and opens a peer on it. */
export async function announcedPeer(
  running: Pick<RunningScheduler, 'client'>,
  host: string,
  task: string,
  more: Partial<common.Host> = {},
): Promise<AnnouncedPeer> {
  const { client } = running;
  await unaryCall(client.announceHost.bind(client), { host: hostMessage(host, more), interval: undefined });
  return new AnnouncedPeer(running, host, task);
}
