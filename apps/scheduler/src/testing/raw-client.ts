import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import { scheduler } from '@damselfly/proto';

type Request = NonNullable<scheduler.AnnouncePeerRequest['request']>;
type Response = NonNullable<scheduler.AnnouncePeerResponse['response']>;

/** How a stream ended, as the other side sees it. */
export interface End {
  readonly status: string | undefined;
  readonly rstCode: number;
}

/** The paths of the four announce RPCs. */
export const announcePaths = [
  '/scheduler.v2.Scheduler/AnnouncePeer',
  '/scheduler.v2.Scheduler/AnnouncePersistentPeer',
  '/scheduler.v2.Scheduler/AnnouncePersistentCachePeer',
  '/scheduler.v2.Scheduler/AnnounceCachePeer',
] as const;

/** Dragonfly's Rust client on bare HTTP/2: it keeps its side open until the scheduler lets go of the stream. */
export class RawClient implements AsyncDisposable {
  readonly #session: ClientHttp2Session;
  /** Resolves when the server says that it takes no more streams. */
  readonly leaving: Promise<void>;
  /** Resolves with the reason when there is no connection. */
  readonly refused: Promise<string>;

  constructor(address: string) {
    this.#session = connect(`http://${address}`);
    this.leaving = new Promise((resolve) => this.#session.once('goaway', () => resolve()));
    this.refused = new Promise((resolve) => {
      this.#session.on('error', ({ message }) => resolve(message)).once('close', () => resolve('closed'));
    });
  }

  open(path: (typeof announcePaths)[number] = announcePaths[0]): RawStream {
    const headers = { ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers' };
    return new RawStream(this.#session.request(headers, { endStream: false }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) => this.#session.close(resolve));
  }
}

/** One announce stream of it. */
export class RawStream {
  readonly #stream: ClientHttp2Stream;
  readonly #answers: Response[] = [];
  readonly #waiters: (() => void)[] = [];
  #received = Buffer.alloc(0);
  #status: string | undefined;
  #closed = false;
  /** Resolves with the HTTP status of the response headers. */
  readonly headers: Promise<unknown>;

  constructor(stream: ClientHttp2Stream) {
    this.#stream = stream;
    this.headers = new Promise((resolve) => stream.once('response', (headers) => resolve(headers[':status'])));
    const note = (headers: Record<string, unknown>) => {
      const status = headers['grpc-status'];
      if (typeof status === 'string') this.#status ??= status;
    };
    stream.on('response', note).on('trailers', note);
    stream.on('data', (chunk: Buffer) => this.#take(chunk));
    // A connection that is cut ends its streams with an error; the end itself is looked at below.
    stream.on('error', () => undefined);
    stream.on('close', () => {
      this.#closed = true;
      this.#wake();
    });
  }

  /** Sends one message of peer `<host>-peer`. */
  say(host: string, taskId: string, request: Request): void {
    this.sendBytes(
      scheduler.AnnouncePeerRequest.encode({ hostId: host, taskId, peerId: `${host}-peer`, request }).finish(),
    );
  }

  /** Sends one message, framed: a flag byte, four bytes of length, the message. */
  sendBytes(message: Uint8Array): void {
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(message.length, 1);
    this.#stream.write(Buffer.concat([prefix, message]));
  }

  /** The next answer's kind and, of offered parents, their ids. */
  async next(): Promise<Response> {
    while (this.#answers.length === 0 && !this.#closed) await this.#news();
    const answer = this.#answers.shift();
    if (answer === undefined) throw new Error(`the stream ended with status ${this.#status}`);
    return answer;
  }

  /** Waits until the scheduler releases the stream; the client has not closed its side. */
  async released(): Promise<End> {
    while (!this.#closed) await this.#news();
    return { status: this.#status, rstCode: this.#stream.rstCode ?? -1 };
  }

  #take(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    while (this.#received.length >= 5) {
      const end = 5 + this.#received.readUInt32BE(1);
      if (this.#received.length < end) break;
      const { response } = scheduler.AnnouncePeerResponse.decode(this.#received.subarray(5, end));
      this.#received = this.#received.subarray(end);
      if (response !== undefined) this.#answers.push(response);
    }
    this.#wake();
  }

  #news(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  #wake(): void {
    for (const waiter of this.#waiters.splice(0)) waiter();
  }
}

/** A stream that ended with this gRPC status and let go of its client properly. */
export const releasedWith = (status: number): End => ({
  status: String(status),
  rstCode: constants.NGHTTP2_NO_ERROR,
});
