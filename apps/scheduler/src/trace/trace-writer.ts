import { createWriteStream, type WriteStream } from 'node:fs';
import type { HostId, TaskId } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import type { Cluster } from '../core/cluster.ts';
import type { SchedulerEvent } from '../core/input.ts';
import type { Peer } from '../core/peer.ts';
import type { TraceRecord } from './record.ts';

export interface TraceWriterOptions {
  readonly file: string;
  /** The trace ends when it has this many bytes. */
  readonly limitBytes: number;
  readonly cluster: Cluster;
  readonly log: Log;
}

/** Bytes that may wait for the disk; beyond that the trace ends, so that it never costs more than this. */
const backlogBytes = 8 * 2 ** 20;

/** Writes down who wanted what and when, and how fast pieces moved: what `npm run sim -- --trace FILE` replays. */
export class TraceWriter {
  readonly #options: TraceWriterOptions;
  readonly #stream: WriteStream;
  readonly #hosts = new Map<HostId, number>();
  readonly #tasks = new Map<TaskId, number>();
  readonly #measured = new Set<number>();
  #startMs: number | undefined;
  #bytes = 0;
  #over = false;

  constructor(options: TraceWriterOptions) {
    this.#options = options;
    this.#stream = createWriteStream(options.file, { mode: 0o600 });
    this.#stream.on('error', (err) => {
      this.#over = true;
      options.log.error({ err, file: options.file }, 'the trace cannot be written and ends');
    });
    this.#write({ k: 'trace', version: 1 });
  }

  /** The core has been told something. */
  note(event: SchedulerEvent, nowMs: number): void {
    if (this.#over) return;
    this.#startMs ??= nowMs;
    const t = Math.round(nowMs - this.#startMs);
    const { cluster } = this.#options;
    switch (event.kind) {
      case 'hostAnnounced': {
        const { id, kind, idc, location, maxTxBps } = event.profile;
        if (!this.#hosts.has(id))
          this.#write({ k: 'host', t, h: numberOf(this.#hosts, id), kind, idc, location, maxTxBps });
        return;
      }
      case 'hostLeft': {
        const h = this.#hosts.get(event.host);
        if (h !== undefined) this.#write({ k: 'left', t, h });
        return;
      }
      case 'peerRegistered': {
        const h = this.#hosts.get(event.host);
        if (h === undefined || event.registration.metadataOnly) return;
        const n = numberOf(this.#tasks, event.task);
        this.#write({ k: 'get', t, h, n, atOnce: event.registration.concurrentPieces });
        this.#task(event.task, n);
        return;
      }
      case 'pieceFinished': {
        const peer = cluster.peers.get(event.peer);
        if (peer !== undefined) this.#piece(t, peer, event);
        return;
      }
      default:
    }
  }

  /** Ends the trace; resolves when it is on the disk. */
  async close(): Promise<void> {
    this.#over = true;
    await new Promise<void>((resolve) => {
      this.#stream.end(resolve);
      this.#stream.once('error', () => resolve());
    });
  }

  #piece(t: number, peer: Peer, event: Extract<SchedulerEvent, { kind: 'pieceFinished' }>): void {
    const { length: b, costMs: c } = event.piece;
    const from = event.parent === null ? undefined : this.#options.cluster.peers.get(event.parent);
    const f = event.parent === null ? -1 : this.#hosts.get(from?.host.profile.id ?? peer.host.profile.id);
    const h = this.#hosts.get(peer.host.profile.id);
    if (f === undefined || h === undefined || b <= 0) return;
    this.#write({ k: 'piece', t, f, h, b, c: Math.round(c * 100) / 100 });
    this.#task(peer.task.id, numberOf(this.#tasks, peer.task.id));
  }

  /** Its size, as soon as it is known. */
  #task(id: TaskId, n: number): void {
    if (this.#measured.has(n)) return;
    const lengths = this.#options.cluster.tasks.get(id)?.lengths;
    if (lengths === undefined || lengths.pieces === 0 || lengths.pieceBytes === 0) return;
    this.#measured.add(n);
    this.#write({ k: 'task', n, pieces: lengths.pieces, pieceBytes: lengths.pieceBytes });
  }

  #write(record: TraceRecord): void {
    const line = `${JSON.stringify(record)}\n`;
    this.#bytes += line.length;
    const { limitBytes, log, file } = this.#options;
    if (this.#bytes > limitBytes || this.#stream.writableLength > backlogBytes) {
      this.#over = true;
      log.warn({ file, bytes: this.#bytes }, 'the trace ends: it has reached its limit, or the disk is too slow');
      return;
    }
    this.#stream.write(line);
  }
}

function numberOf<Id>(numbers: Map<Id, number>, id: Id): number {
  const known = numbers.get(id) ?? numbers.size;
  numbers.set(id, known);
  return known;
}
