import type { Log } from '@damselfly/core/node';
import type { Database } from '@damselfly/db';
import { taskImage } from '../domain/tasks/task-image.ts';
import type { HubHost, HubTask, LiveHub } from './live.ts';

export interface CatalogueFeedNeeds {
  readonly hub: Pick<LiveHub, 'hosts' | 'tasks'>;
  readonly catalogue: Database['catalogue'];
  readonly everyMs: number;
  readonly now: () => number;
  readonly log: Log;
}

/** Rows a statement. */
const batchRows = 500;
/** A database text has no NUL, and what is searched for stays short. */
const cleaned = (text: string, most: number) => text.replaceAll('\0', '').slice(0, most);

/** Keeps the catalogue of tasks and hosts at what the hub hears: every `everyMs`, only what is newer than what was written. */
export class CatalogueFeed {
  readonly #needs: CatalogueFeedNeeds;
  readonly #timer: NodeJS.Timeout;
  readonly #tasks = new Map<string, Written>();
  readonly #hosts = new Map<string, Written>();
  #running: Promise<void> | undefined;
  #failing = false;

  constructor(needs: CatalogueFeedNeeds) {
    this.#needs = needs;
    this.#timer = setInterval(() => void this.write(), needs.everyMs);
    this.#timer.unref();
  }

  /** Writes what changed; a call during another one waits for it. Failures are logged, and tried again. */
  write(): Promise<void> {
    this.#running ??= this.#writeAll().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #writeAll(): Promise<void> {
    const { hub, catalogue, now, log } = this.#needs;
    try {
      const tasks = hub.tasks().filter(({ stale }) => !stale);
      await writeNewer(
        this.#tasks,
        tasks,
        taskKey,
        ({ updatedAtMs }) => updatedAtMs,
        (batch) => catalogue.putTasks(batch.map(taskEntry)),
      );
      await dropMissing(this.#tasks, hub.tasks().map(taskKey), (gone) =>
        catalogue.markTasksGone(gone.map(({ clusterId, id }) => ({ schedulerClusterId: clusterId, taskId: id }))),
      );
      const hosts = hub.hosts().filter(({ stale }) => !stale);
      await writeNewer(
        this.#hosts,
        hosts,
        hostKey,
        ({ announcedAtMs }) => announcedAtMs,
        (batch) => catalogue.putHosts(batch.map(hostEntry)),
      );
      await dropMissing(this.#hosts, hub.hosts().map(hostKey), (left) =>
        catalogue.markHostsLeft(
          left.map(({ clusterId, id }) => ({ schedulerClusterId: clusterId, hostId: id })),
          now(),
        ),
      );
      this.#failing = false;
    } catch (err) {
      if (!this.#failing) log.warn({ err }, 'the catalogue of tasks and hosts could not be written; trying on');
      this.#failing = true;
    }
  }
}

interface Key {
  readonly clusterId: number;
  readonly id: string;
}

interface Written {
  readonly key: Key;
  readonly atMs: number;
}

const textOf = ({ clusterId, id }: Key) => `${clusterId}/${id}`;
const taskKey = ({ schedulerClusterId, id }: HubTask): Key => ({ clusterId: schedulerClusterId, id });
const hostKey = ({ schedulerClusterId, id }: HubHost): Key => ({ clusterId: schedulerClusterId, id });

async function writeNewer<Fact>(
  written: Map<string, Written>,
  facts: readonly Fact[],
  keyOf: (fact: Fact) => Key,
  atMsOf: (fact: Fact) => number,
  write: (batch: readonly Fact[]) => Promise<void>,
): Promise<void> {
  const newer = facts.filter((fact) => (written.get(textOf(keyOf(fact)))?.atMs ?? -1) < atMsOf(fact));
  for (let from = 0; from < newer.length; from += batchRows) {
    const batch = newer.slice(from, from + batchRows);
    await write(batch);
    for (const fact of batch) written.set(textOf(keyOf(fact)), { key: keyOf(fact), atMs: atMsOf(fact) });
  }
}

async function dropMissing(
  written: Map<string, Written>,
  present: readonly Key[],
  drop: (missing: readonly Key[]) => Promise<void>,
): Promise<void> {
  const still = new Set(present.map(textOf));
  const missing = [...written].filter(([text]) => !still.has(text));
  for (let from = 0; from < missing.length; from += batchRows) {
    const batch = missing.slice(from, from + batchRows);
    await drop(batch.map(([, { key }]) => key));
    for (const [text] of batch) written.delete(text);
  }
}

/** Heat is the number of downloads that the schedulers remember: it falls as they forget them. */
function taskEntry({ id, schedulerClusterId, facts, peersByState: peers, seeds, ...task }: HubTask) {
  const { waiting, downloading, backToSource, succeeded, failed } = peers;
  const { image, digest } = taskImage(facts.url);
  return {
    schedulerClusterId,
    taskId: cleaned(id, 128),
    kind: 'standard' as const,
    url: cleaned(facts.url, 8192),
    image: cleaned(image, 1024),
    digest: cleaned(digest || facts.digest, 256),
    application: cleaned(facts.application, 256),
    tag: cleaned(facts.tag, 256),
    state: facts.state,
    contentLength: facts.contentLength ?? null,
    pieceLength: facts.pieceLength ?? null,
    totalPieces: facts.totalPieces ?? null,
    replicas: succeeded,
    seedReplicas: Math.min(seeds, succeeded),
    heat: waiting + downloading + backToSource + succeeded + failed,
    sourceBytes: task.bytesFromSource,
    peerBytes: task.bytesFromPeers,
    createdAtMs: facts.createdAtMs,
    updatedAtMs: task.updatedAtMs,
  };
}

function hostEntry({ id, schedulerClusterId, details, version, ...host }: HubHost) {
  const { kind, ip, port, proxyPort, disableShared, cpuPercent, memoryUsedPercent, announcedAtMs } = host;
  const { diskTotalBytes, diskFreeBytes, maxTxBps, txBps } = host;
  return {
    ...{ schedulerClusterId, kind, port, proxyPort, disableShared, cpuPercent, memoryUsedPercent, announcedAtMs },
    ...{ diskTotalBytes, diskFreeBytes, maxTxBps, txBps, downloadPort: details.downloadPort },
    hostId: cleaned(id, 512),
    hostname: cleaned(host.hostname, 256),
    ip: cleaned(ip, 64),
    idc: cleaned(host.idc, 1024),
    location: cleaned(host.location, 1024),
    os: cleaned(host.os, 64),
    platform: cleaned(details.platform, 128),
    platformFamily: cleaned(details.platformFamily, 128),
    platformVersion: cleaned(details.platformVersion, 128),
    kernelVersion: cleaned(details.kernelVersion, 128),
    gitVersion: cleaned(version, 128),
    gitCommit: cleaned(details.gitCommit, 128),
    buildPlatform: cleaned(details.buildPlatform, 128),
    concurrentUploadLimit: host.uploadLimit,
  };
}
