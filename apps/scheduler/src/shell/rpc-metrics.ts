import { Counter, type Registry } from '@damselfly/core/node';

const service = '/scheduler.v2.Scheduler/';

/** Dragonfly's counters by method. Two failure twins carry the odd names that its dashboards ask for. */
const names: Readonly<Record<string, string | readonly [total: string, failures: string]>> = {
  AnnouncePeer: 'announce_peer',
  StatPeer: 'stat_peer',
  DeletePeer: 'leave_peer',
  StatTask: 'stat_task',
  DeleteTask: 'leave_task',
  ListHosts: 'list_hosts',
  DeleteHost: 'leave_host',
  AnnounceCachePeer: 'announce_cache_peer',
  StatCachePeer: 'stat_cache_peer',
  DeleteCachePeer: 'delete_cache_peer',
  StatCacheTask: 'stat_cache_task',
  DeleteCacheTask: 'delete_cache_task',
  AnnouncePersistentPeer: 'announce_persistent_peer',
  StatPersistentPeer: 'stat_persistent_peer',
  DeletePersistentPeer: 'delete_persistent_peer',
  UploadPersistentTaskStarted: 'upload_persistent_task_started',
  UploadPersistentTaskFinished: 'upload_persistent_task_finished',
  UploadPersistentTaskFailed: ['upload_persistent_task_failed_total', 'upload_peer_failed_failure_total'],
  StatPersistentTask: 'stat_persistent_task',
  DeletePersistentTask: 'delete_persistent_task',
  AnnouncePersistentCachePeer: 'announce_persistent_cache_peer',
  StatPersistentCachePeer: 'stat_persistent_cache_peer',
  DeletePersistentCachePeer: 'delete_persistent_cache_peer',
  UploadPersistentCacheTaskStarted: 'upload_persistent_cache_task_started',
  UploadPersistentCacheTaskFinished: 'upload_persistent_cache_task_finished',
  UploadPersistentCacheTaskFailed: [
    'upload_persistent_cache_task_failed_total',
    'upload_cache_peer_failed_failure_total',
  ],
  StatPersistentCacheTask: 'stat_persistent_cache_task',
  DeletePersistentCacheTask: 'delete_persistent_cache_task',
  PreheatImage: 'preheat_image',
  StatImage: 'stat_image',
  PreheatFile: 'preheat_file',
  StatFile: 'stat_file',
  /** An RPC of older clients: the name stays for the dashboards, and nobody counts. */
  ExchangePeer: 'exchange_peer',
};

/** Names of grpc-go's codes, as its metrics have them. */
const codes = [
  ...['OK', 'Canceled', 'Unknown', 'InvalidArgument', 'DeadlineExceeded', 'NotFound', 'AlreadyExists'],
  ...['PermissionDenied', 'ResourceExhausted', 'FailedPrecondition', 'Aborted', 'OutOfRange', 'Unimplemented'],
  ...['Internal', 'Unavailable', 'DataLoss', 'Unauthenticated'],
];

interface Tally {
  readonly labels: { grpc_type: string; grpc_service: string; grpc_method: string };
  readonly handled: number[];
  started: number;
  received: number;
  sent: number;
}

/** What is told of a call. */
export interface CountedCall {
  ended(code: number): void;
  received(): void;
  sent(): void;
}

/** Counts calls: by Dragonfly's names, and as go-grpc-prometheus does. Costs an addition a message. */
export class RpcMetrics {
  readonly #tallies = new Map<string, Tally>();
  readonly #announceHostFailures: Counter;

  constructor(registry: Registry) {
    const registers = [registry];
    for (const [method, name] of Object.entries(names)) {
      const [total, failures] = typeof name === 'string' ? [`${name}_total`, `${name}_failure_total`] : name;
      const read = () => this.#tallies.get(service + method);
      counted(registry, `dragonfly_scheduler_${total}`, `Calls of ${method}.`, () => read()?.started ?? 0);
      const failed = () => sum(read()?.handled.slice(1) ?? []);
      counted(registry, `dragonfly_scheduler_${failures}`, `Calls of ${method} that failed.`, failed);
    }
    this.#announceHostFailures = new Counter({
      name: 'dragonfly_scheduler_announce_host_failure_total',
      help: 'Announcements of hosts that failed.',
      registers,
    });
    const rows = (name: string, help: string, read: (tally: Tally) => readonly [number, string?][]) => {
      const labelNames = ['grpc_type', 'grpc_service', 'grpc_method', 'grpc_code'] as const;
      const tallies = this.#tallies;
      new Counter({
        ...{ name, help, labelNames, registers },
        collect() {
          this.reset();
          for (const tally of tallies.values()) {
            for (const [count, grpc_code] of read(tally)) {
              if (count > 0) this.inc(grpc_code === undefined ? tally.labels : { ...tally.labels, grpc_code }, count);
            }
          }
        },
      });
    };
    rows('grpc_server_started_total', 'Calls that began.', ({ started }) => [[started]]);
    rows('grpc_server_handled_total', 'Calls that ended, by status.', ({ handled }) =>
      Array.from(handled, (count, code) => [count ?? 0, codes[code] ?? 'Unknown']),
    );
    rows('grpc_server_msg_received_total', 'Messages of callers.', ({ received }) => [[received]]);
    rows('grpc_server_msg_sent_total', 'Messages to callers.', ({ sent }) => [[sent]]);
  }

  /** A call begins. */
  began(path: string, requestStream: boolean, responseStream: boolean): CountedCall {
    const tally = this.#tally(path.slice(0, 256), requestStream, responseStream);
    tally.started += 1;
    return {
      received: () => {
        tally.received += 1;
      },
      sent: () => {
        tally.sent += 1;
      },
      ended: (code) => {
        tally.handled[code] = (tally.handled[code] ?? 0) + 1;
        if (code !== 0 && path === `${service}AnnounceHost`) this.#announceHostFailures.inc();
      },
    };
  }

  #tally(path: string, requestStream: boolean, responseStream: boolean): Tally {
    const known = this.#tallies.get(path);
    if (known !== undefined) return known;
    const [, grpc_service = '', grpc_method = ''] = path.split('/');
    const grpc_type = kinds[requestStream ? (responseStream ? 3 : 1) : responseStream ? 2 : 0] ?? 'unary';
    const tally = { labels: { grpc_type, grpc_service, grpc_method }, handled: [0], started: 0, received: 0, sent: 0 };
    // Whoever makes up methods is not remembered.
    if (this.#tallies.size < methodLimit) this.#tallies.set(path, tally);
    return tally;
  }
}

/** More methods than all services have. */
const methodLimit = 256;
const kinds = ['unary', 'client_stream', 'server_stream', 'bidi_stream'];

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + (one ?? 0), 0);

function counted(registry: Registry, name: string, help: string, read: () => number): void {
  new Counter({
    ...{ name, help, registers: [registry] },
    collect() {
      this.reset();
      this.inc(read());
    },
  });
}
