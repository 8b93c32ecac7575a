import type { PeerId, PeerKind } from '@damselfly/core';
import { Counter, Gauge, type Registry, Summary } from '@damselfly/core/node';
import type { Cluster } from '../core/cluster.ts';
import type { Effect } from '../core/effect.ts';
import { recalledStream, type SchedulerEvent } from '../core/input.ts';
import type { Peer } from '../core/peer.ts';
import { ReplicaCounters, type ReplicaStep } from './replica-counters.ts';
import { Tally, type TallyLabel } from './tally.ts';

const prefix = 'dragonfly_scheduler_';
const taskTypes = ['standard', 'persistent', 'persistent_cache', 'cache', 'unknown'];
const hostTypes: readonly PeerKind[] = ['normal', 'seed'];
const trafficTypes = ['back_to_source', 'local_peer', 'remote_peer'];
const ofTaskAndHost: readonly [TallyLabel, TallyLabel] = [
  ['task_type', taskTypes],
  ['host_type', hostTypes],
];
const peerLabels = [['priority', ['0', '1', '2', '3', '4', '5', '6']], ...ofTaskAndHost] as const;
const pieceLabels = [['traffic_type', trafficTypes], ...ofTaskAndHost] as const;
const trafficLabels = [['type', trafficTypes], ...ofTaskAndHost] as const;
const hostLabels = ['type', 'task_type', 'host_type', 'host_id', 'host_ip', 'host_name'] as const;
const announceLabels = [
  ...['os', 'platform', 'platform_family', 'platform_version', 'kernel_version'],
  ...['git_version', 'git_commit', 'go_version', 'build_platform'],
];
const quantiles = [0.5, 0.9, 0.95, 0.99];

/** What a host says of its machine and program. */
export type AnnouncedBuild = Readonly<Record<string, string>>;

export interface MetricsOptions {
  readonly cluster: Cluster;
  readonly openStreams: () => number;
  readonly version: string;
  /** Bytes by host, too: as many series as hosts. */
  readonly byHost: boolean;
}

/** Dragonfly's names for what a scheduler does, so that its dashboards fit. */
export class SchedulerMetrics {
  readonly #cluster: Cluster;
  readonly #peers: Readonly<Record<PeerCount, Tally>>;
  readonly #pieces: Tally;
  readonly #pieceFailures: Tally;
  readonly #traffic: Tally;
  readonly #sourcePieceFailures: Tally;
  readonly #hostTraffic: Counter<(typeof hostLabels)[number]>;
  readonly #byHost: boolean;
  readonly #hosts: Counter;
  readonly #waits: Summary;
  readonly #downloads: Summary<'task_size_level'>;
  readonly #replicas: readonly (ReplicaCounters | undefined)[];
  readonly #seedTriggers: Counter;
  readonly #seedTriggerFailures: Counter;

  constructor(registry: Registry, { cluster, openStreams, version, byHost }: MetricsOptions) {
    const registers = [registry];
    const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
      new Counter({ name: `${prefix}${name}`, help, labelNames: [...labelNames], registers });
    const tally = (name: string, help: string, labels: readonly [TallyLabel, TallyLabel, TallyLabel]) =>
      new Tally(registry, { name: `${prefix}${name}`, help, labels });
    this.#cluster = cluster;
    this.#byHost = byHost;
    // By task type.
    this.#replicas = [
      undefined,
      new ReplicaCounters(registry, 'persistent'),
      new ReplicaCounters(registry, 'persistent_cache'),
    ];
    this.#peers = {
      registered: tally('register_peer_total', 'Peers that registered.', peerLabels),
      registeredFailed: tally('register_peer_failure_total', 'Registrations that were refused.', peerLabels),
      started: tally('download_peer_started_total', 'Downloads from parents that began.', peerLabels),
      startedFailed: tally(
        'download_peer_started_failure_total',
        'Downloads from parents that could not begin.',
        peerLabels,
      ),
      backToSourceStartedFailed: tally(
        'download_peer_back_to_source_started_failure_total',
        'Downloads from the source that could not begin.',
        peerLabels,
      ),
      backToSource: tally(
        'download_peer_back_to_source_started_total',
        'Downloads from the source that began.',
        peerLabels,
      ),
      finished: tally('download_peer_finished_total', 'Downloads that ended well.', peerLabels),
      failed: tally('download_peer_finished_failure_total', 'Downloads that failed.', peerLabels),
      backToSourceFailed: tally(
        'download_peer_back_to_source_finished_failure_total',
        'Downloads that failed at the source.',
        peerLabels,
      ),
    };
    this.#pieces = tally('download_piece_finished_total', 'Pieces that arrived.', pieceLabels);
    this.#pieceFailures = tally('download_piece_finished_failure_total', 'Pieces that did not arrive.', pieceLabels);
    this.#sourcePieceFailures = tally(
      'download_piece_back_to_source_finished_failure_total',
      'Pieces that did not arrive from the source.',
      pieceLabels,
    );
    this.#hostTraffic = counter(
      'host_traffic',
      'Bytes that arrived, by host; only with metrics.enableHost.',
      hostLabels,
    );
    this.#traffic = tally('traffic', 'Bytes that arrived.', trafficLabels);
    this.#hosts = counter('announce_host_total', 'Announcements of hosts.', announceLabels);
    this.#seedTriggers = counter('seed_trigger_total', 'Seed peers asked to fetch a task.', []);
    this.#seedTriggerFailures = counter('seed_trigger_failure_total', 'Seed peers that did not.', []);
    const summary = <L extends string>(name: string, help: string, labelNames: L[]) =>
      new Summary({ name: `${prefix}${name}`, help, labelNames, percentiles: quantiles, registers, ...recent });
    this.#waits = summary('schedule_duration_milliseconds', 'Time from a question to its answer, waits included.', []);
    this.#downloads = summary(
      'download_peer_duration_milliseconds',
      'Time from registration to the good end of a download.',
      ['task_size_level'],
    );
    gauge(registry, 'version', 'Always 1; the labels say which program this is.', () => 1, versionLabels(version));
    const gauges = { streams: openStreams, hosts: () => cluster.hosts.size, peers: () => cluster.peers.size };
    gauge(registry, 'concurrent_schedule_total', 'Open announce streams.', gauges.streams);
    gauge(registry, 'hosts', 'Known hosts.', gauges.hosts);
    gauge(registry, 'peers', 'Known peers.', gauges.peers);
    gauge(registry, 'tasks', 'Known tasks.', () => cluster.tasks.size);
  }

  /** Counts a host's announcement. */
  hostAnnounced(build: AnnouncedBuild): void {
    this.#hosts.inc(Object.fromEntries(announceLabels.map((name) => [name, (build[name] ?? '').slice(0, 64)])));
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
    const replicas = this.#replicas[peer.task.subject.type];
    if (replicas !== undefined) {
      const step = replicaStep(event, peer);
      if (step !== undefined) replicas.count(step.step, step.failed, peer.host.profile.kind);
    } else this.#countStandard(event, peer, nowMs);
    if (event.kind === 'pieceFinished') this.#countTraffic(peer, event.parent, event.piece.length);
  }

  #countStandard(event: Extract<SchedulerEvent, { peer: PeerId }>, peer: Peer, nowMs: number): void {
    switch (event.kind) {
      case 'peerRegistered':
        this.#countPeer(peer.phase === 'failed' ? 'registeredFailed' : 'registered', peer);
        return;
      case 'peerStarted':
        this.#countPeer('started', peer);
        return;
      case 'backToSourceStarted':
        this.#countPeer('backToSource', peer);
        return;
      case 'peerFinished':
        this.#countPeer('finished', peer);
        this.#downloads.observe(
          { task_size_level: sizeLevel(peer.task.lengths?.contentBytes) },
          nowMs - peer.createdAtMs,
        );
        return;
      case 'peerFailed':
        this.#countPeer(event.fromSource ? 'backToSourceFailed' : 'failed', peer);
        return;
      case 'pieceFinished':
        countPiece(this.#pieces, peer, event.parent);
        return;
      case 'pieceFailed':
        countPiece(event.parent === null ? this.#sourcePieceFailures : this.#pieceFailures, peer, event.parent);
        return;
      case 'reschedule':
      case 'streamClosed':
      case 'deletePeer':
        return;
      default:
        event satisfies never;
    }
  }

  #countPeer(what: PeerCount, peer: Peer): void {
    this.#peers[what].add(peer.wishes.priority, taskTypeOf(peer), hostTypeOf(peer));
  }

  #countTraffic(peer: Peer, parent: PeerId | null, bytes: number): void {
    countPiece(this.#traffic, peer, parent, bytes);
    if (!this.#byHost) return;
    const { id: host_id, ip: host_ip, hostname: host_name, kind: host_type } = peer.host.profile;
    const type = trafficTypes[trafficTypeOf(peer, parent)] ?? '';
    const task_type = taskTypes[taskTypeOf(peer)] ?? '';
    this.#hostTraffic.inc({ type, task_type, host_type, host_id, host_ip, host_name }, bytes);
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
  | 'startedFailed'
  | 'backToSourceStartedFailed'
  | 'backToSource'
  | 'finished'
  | 'failed'
  | 'backToSourceFailed';

// Places among the values of the labels.
const taskTypeOf = ({ task }: Peer): number => Math.min(task.subject.type, taskTypes.length - 1);
const hostTypeOf = ({ host }: Peer): number => (host.profile.kind === 'normal' ? 0 : 1);
const trafficTypeOf = (peer: Peer, parent: PeerId | null): number => (parent === null ? 0 : parent === peer.id ? 1 : 2);

const countPiece = (tally: Tally, peer: Peer, parent: PeerId | null, amount = 1): void =>
  tally.add(trafficTypeOf(peer, parent), taskTypeOf(peer), hostTypeOf(peer), amount);

/** What an event of a replicated task's peer is to its counters. */
function replicaStep(event: SchedulerEvent, { phase }: Peer): { step: ReplicaStep; failed: boolean } | undefined {
  switch (event.kind) {
    case 'peerRegistered':
      return { step: 'registered', failed: phase === 'failed' };
    case 'peerStarted':
    case 'backToSourceStarted':
      return { step: 'started', failed: false };
    case 'peerFinished':
    case 'peerFailed':
      return { step: 'finished', failed: event.kind === 'peerFailed' };
    case 'pieceFinished':
    case 'pieceFailed':
      return { step: 'piece', failed: event.kind === 'pieceFailed' };
    default:
      return undefined;
  }
}

/** The quantiles are those of the last ten minutes. */
const recent = { maxAgeSeconds: 600, ageBuckets: 2, compressCount: 1000 };

const MiB = 2 ** 20;
/** Upper ends of the size levels 1 to 19; level 0 is an unknown length, level 20 all beyond. */
const sizeEnds = [
  1, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096, 8192, 16_384, 32_768, 65_536, 131_072, 262_144, 524_288, 1_048_576,
];

function sizeLevel(bytes: number | undefined): string {
  if (bytes === undefined) return '0';
  const level = sizeEnds.findIndex((end) => bytes < end * MiB);
  return String(level < 0 ? sizeEnds.length + 1 : level + 1);
}

/** Dragonfly's labels; those of a Go program stay empty. */
function versionLabels(version: string): Readonly<Record<string, string>> {
  const [major = '', minor = ''] = version.split('.');
  const own = {
    major,
    minor,
    git_version: `v${version}`,
    git_commit: '',
    platform: `${process.platform}/${process.arch}`,
  };
  return { ...own, build_time: '', go_version: '', go_tags: '', go_gcflags: '' };
}

function gauge(
  registry: Registry,
  name: string,
  help: string,
  read: () => number,
  labels: Readonly<Record<string, string>> = {},
): void {
  new Gauge({
    name: `${prefix}${name}`,
    help,
    labelNames: Object.keys(labels),
    registers: [registry],
    collect() {
      this.set(labels, read());
    },
  });
}
