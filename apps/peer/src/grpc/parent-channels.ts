import { createClient, dfdaemon } from '@damselfly/proto';
import { type ChannelCredentials, credentials } from '@grpc/grpc-js';

type Client = dfdaemon.DfdaemonUploadClient;

interface Shared {
  readonly client: Client;
  users: number;
  idle: NodeJS.Timeout | undefined;
}

/** A parent that stops answering is noticed in seconds; the transfer itself would wait far longer. */
const liveness = { 'grpc.keepalive_time_ms': 4_000, 'grpc.keepalive_timeout_ms': 4_000 };
const idleMs = 30_000;

/** One gRPC connection to each parent, for all tasks of every kind, and for a while after the last of them. */
export class ParentChannels {
  readonly #shared = new Map<string, Shared>();
  readonly #credentials: ChannelCredentials;

  /** Plain text unless given. */
  constructor(given: ChannelCredentials = credentials.createInsecure()) {
    this.#credentials = given;
  }

  /** How many parents there is a connection to. */
  get size(): number {
    return this.#shared.size;
  }

  /** Lends the connection to `address` (host:port); call `release` once. */
  use(address: string): { readonly client: Client; release(): void } {
    const shared = this.#shared.get(address) ?? this.#connect(address);
    clearTimeout(shared.idle);
    shared.users += 1;
    return {
      client: shared.client,
      release: () => {
        shared.users -= 1;
        if (shared.users > 0) return;
        shared.idle = setTimeout(() => this.#drop(address, shared), idleMs);
        shared.idle.unref();
      },
    };
  }

  /** Ends all connections and what runs on them. */
  close(): void {
    for (const [address, shared] of this.#shared) this.#drop(address, shared);
  }

  #connect(address: string): Shared {
    const client = createClient(dfdaemon.DfdaemonUploadClient, {
      address,
      credentials: this.#credentials,
      options: liveness,
    });
    const shared = { client, users: 0, idle: undefined };
    this.#shared.set(address, shared);
    return shared;
  }

  #drop(address: string, shared: Shared): void {
    clearTimeout(shared.idle);
    shared.client.close();
    this.#shared.delete(address);
  }
}
