import type { PeerId } from '@damselfly/core';
import { Counter, Gauge, Histogram, type Registry } from '@damselfly/core/node';
import type { Cluster } from '../core/cluster.ts';
import type { Effect } from '../core/effect.ts';
import { recalledStream, type SchedulerEvent } from '../core/input.ts';
import type { Peer } from '../core/peer.ts';

const prefix = 'dragonfly_scheduler_';
const peerLabels = ['priority', 'task_type', 'host_type'] as const;
const pieceLabels = ['traffic_type', 'task_type', 'host_type'] as const;
const taskTypes = ['standard', 'persistent', 'persistent_cache', 'cache'];

/** Dragonfly's names for what a scheduler does, so that its dashboards fit. */
export class SchedulerMetrics {
  readonly #cluster: Cluster;
  readonly #peers: Readonly<Record<PeerCount, Counter<(typeof peerLabels)[number]>>>;
  readonly #pieces: Counter<(typeof pieceLabels)[number]>;
  readonly #pieceFailures: Counter<(typeof pieceLabels)[number]>;
  readonly #traffic: Counter<'type' | 'task_type' | 'host_type'>;
  readonly #hosts: Counter<'os' | 'platform'>;
  readonly #waits: Histogram;
  readonly #downloads: Histogram;
  readonly #seedTriggers: Counter;
  readonly #seedTriggerFailures: Counter;

  constructor(registry: Registry, cluster: Cluster, openStreams: () => number) {
    const registers = [registry];
    const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
      new Counter({ name: `${prefix}${name}`, help, labelNames: [...labelNames], registers });
    this.#cluster = cluster;
    this.#peers = {
      registered: counter('register_peer_total', 'Peers that registered.', peerLabels),
      registeredFailed: counter('register_peer_failure_total', 'Registrations that were refused.', peerLabels),
      started: counter('download_peer_started_total', 'Downloads from parents that began.', peerLabels),
      backToSource: counter(
        'download_peer_back_to_source_started_total',
        'Downloads from the source that began.',
        peerLabels,
      ),
      finished: counter('download_peer_finished_total', 'Downloads that ended well.', peerLabels),
      failed: counter('download_peer_finished_failure_total', 'Downloads that failed.', peerLabels),
      backToSourceFailed: counter(
        'download_peer_back_to_source_finished_failure_total',
        'Downloads that failed at the source.',
        peerLabels,
      ),
    };
    this.#pieces = counter('download_piece_finished_total', 'Pieces that arrived.', pieceLabels);
    this.#pieceFailures = counter('download_piece_finished_failure_total', 'Pieces that did not arrive.', pieceLabels);
    this.#traffic = counter('traffic', 'Bytes that arrived.', ['type', 'task_type', 'host_type']);
    this.#hosts = counter('announce_host_total', 'Announcements of hosts.', ['os', 'platform']);
    this.#seedTriggers = counter('seed_trigger_total', 'Seed peers asked to fetch a task.', []);
    this.#seedTriggerFailures = counter('seed_trigger_failure_total', 'Seed peers that did not.', []);
    this.#waits = new Histogram({
      name: `${prefix}schedule_duration_milliseconds`,
      help: 'Time from a question to its answer, waits included.',
      buckets: [0.1, 1, 10, 100, 500, 1000, 2000, 5000, 30_000, 300_000],
      registers,
    });
    this.#downloads = new Histogram({
      name: `${prefix}download_peer_duration_milliseconds`,
      help: 'Time from registration to the good end of a download.',
      buckets: [10, 100, 500, 1000, 5000, 10_000, 60_000, 600_000, 3_600_000],
      registers,
    });
    const gauges = { streams: openStreams, hosts: () => cluster.hosts.size, peers: () => cluster.peers.size };
    gauge(registry, 'concurrent_schedule_total', 'Open announce streams.', gauges.streams);
    gauge(registry, 'hosts', 'Known hosts.', gauges.hosts);
    gauge(registry, 'peers', 'Known peers.', gauges.peers);
    gauge(registry, 'tasks', 'Known tasks.', () => cluster.tasks.size);
  }

  /** Counts a host's announcement. */
  hostAnnounced(os: string, platform: string): void {
    this.#hosts.inc({ os: os.slice(0, 64), platform: platform.slice(0, 64) });
  }

  /** Counts what an event did; called after the step. */
  observe(event: SchedulerEvent, effects: readonly Effect[], nowMs: number): void {
    const recalled = 'stream' in event && event.stream === recalledStream;
    if ('peer' in event && !recalled) this.#countPeerEvent(event, nowMs);
    if (event.kind === 'seedTriggerFailed') this.#seedTriggerFailures.inc();
    for (const effect of effects) {
      if (effect.kind === 'triggerSeed') this.#seedTriggers.inc();
      if (effect.kind === 'offerParents' || effect.kind === 'backToSource') this.#countAnswer(effect.peer, nowMs);
    }
  }

  #countPeerEvent(event: Extract<SchedulerEvent, { peer: PeerId }>, nowMs: number): void {
    const peer = this.#cluster.peers.get(event.peer);
    if (peer === undefined) return;
    switch (event.kind) {
      case 'peerRegistered':
        this.#peers[peer.phase === 'failed' ? 'registeredFailed' : 'registered'].inc(labelsOf(peer));
        return;
      case 'peerStarted':
        this.#peers.started.inc(labelsOf(peer));
        return;
      case 'backToSourceStarted':
        this.#peers.backToSource.inc(labelsOf(peer));
        return;
      case 'peerFinished':
        this.#peers.finished.inc(labelsOf(peer));
        this.#downloads.observe(nowMs - peer.createdAtMs);
        return;
      case 'peerFailed':
        this.#peers[event.fromSource ? 'backToSourceFailed' : 'failed'].inc(labelsOf(peer));
        return;
      case 'pieceFinished': {
        const labels = pieceLabelsOf(peer, event.parent);
        this.#pieces.inc(labels);
        const { traffic_type: type, task_type, host_type } = labels;
        this.#traffic.inc({ type, task_type, host_type }, event.piece.length);
        return;
      }
      case 'pieceFailed':
        this.#pieceFailures.inc(pieceLabelsOf(peer, event.parent));
        return;
      case 'reschedule':
      case 'streamClosed':
      case 'deletePeer':
        return;
      default:
        event satisfies never;
    }
  }

  #countAnswer(id: PeerId, nowMs: number): void {
    const peer = this.#cluster.peers.get(id);
    // A parent it did not ask for ends no wait.
    if (peer !== undefined && (peer.reliefs === 0 || peer.relievedAtMs < nowMs))
      this.#waits.observe(nowMs - peer.askedAtMs);
  }
}

type PeerCount =
  | 'registered'
  | 'registeredFailed'
  | 'started'
  | 'backToSource'
  | 'finished'
  | 'failed'
  | 'backToSourceFailed';

const taskType = (peer: Peer): string => taskTypes[peer.task.subject.type] ?? 'unknown';

const labelsOf = (peer: Peer) => ({
  priority: String(peer.wishes.priority),
  task_type: taskType(peer),
  host_type: peer.host.profile.kind,
});

const pieceLabelsOf = (peer: Peer, parent: PeerId | null) => ({
  traffic_type: parent === null ? 'back_to_source' : 'remote_peer',
  task_type: taskType(peer),
  host_type: peer.host.profile.kind,
});

function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name: `${prefix}${name}`,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}
