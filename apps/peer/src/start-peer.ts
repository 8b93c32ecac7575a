import { randomUUID } from 'node:crypto';
import { makeHostId, makePeerId } from '@damselfly/core';
import { createMetrics, type Lifecycle, type Log, serveMetrics } from '@damselfly/core/node';
import { Health, handlers, hostAndPort, rateLimited, serve } from '@damselfly/proto';
import { BufferPool } from './bytes/buffer-pool.ts';
import { loadZstd } from './bytes/zstd.ts';
import { callerName } from './callers/caller.ts';
import { peerCredentials } from './callers/peer-credentials.ts';
import type { PeerConfig } from './config.ts';
import { downloadMetrics } from './download/download-metrics.ts';
import { Downloads } from './download/downloads.ts';
import type { DownloadParts } from './download/gathering.ts';
import { HostSpeeds } from './download/host-speeds.ts';
import { PeerExchange } from './download/peer-exchange.ts';
import { Quarantine } from './download/quarantine.ts';
import { BlockList, type BlockSubject } from './dynconfig/block-list.ts';
import { blockedMetrics } from './dynconfig/blocked-metrics.ts';
import { CacheCalls } from './grpc/cache-calls.ts';
import { CachePieceTransport } from './grpc/cache-piece-transport.ts';
import { downloadService } from './grpc/download-service.ts';
import { exchangeClient } from './grpc/exchange-client.ts';
import { exchangeService } from './grpc/exchange-service.ts';
import { localService } from './grpc/local-service.ts';
import { ParentChannels } from './grpc/parent-channels.ts';
import { PieceFeedClient } from './grpc/piece-feed-client.ts';
import { ReplicaCalls } from './grpc/replica-calls.ts';
import { servedToHosts, servedToPrograms } from './grpc/replica-service.ts';
import { clearSocket } from './grpc/socket-file.ts';
import { TaskCalls } from './grpc/task-calls.ts';
import { uploadService } from './grpc/upload-service.ts';
import { serveHealth } from './health/health-server.ts';
import { readiness } from './health/readiness.ts';
import { type HostIdentity, hostFacts, networkFacts } from './host/host-facts.ts';
import { listenAddress } from './host/listen-ip.ts';
import { ownAddress } from './host/own-address.ts';
import { countedCalls } from './metrics/call-metrics.ts';
import { hostMetrics } from './metrics/host-metrics.ts';
import { uploadTaskMetrics } from './metrics/upload-task-metrics.ts';
import { peerTls } from './peer-tls.ts';
import type { ReplicatedKind } from './persistent/replica-book.ts';
import { cacheFamily, replicaFamilies } from './persistent/replica-family.ts';
import { startProxy } from './proxy/proxy-server.ts';
import { FairSlots } from './rate/fair-slots.ts';
import { TokenBucket } from './rate/token-bucket.ts';
import { schedulerDirectory } from './scheduler/choose-directory.ts';
import { HeldTasks } from './scheduler/held-tasks.ts';
import { schedulerMetrics } from './scheduler/scheduler-metrics.ts';
import { SchedulerPool } from './scheduler/scheduler-pool.ts';
import { SchedulingClient } from './scheduler/scheduling-client.ts';
import { countedSource } from './source/counted-source.ts';
import { httpSource } from './source/http/http-source.ts';
import type { Source } from './source/source.ts';
import { sourceRegistry } from './source/source-registry.ts';
import { serveStats } from './stats/stats-server.ts';
import { openDiskStore } from './storage/open-disk-store.ts';
import { evictionLimits } from './storage/storage-config.ts';
import { countPastDisk, storageMetrics } from './storage/storage-metrics.ts';
import { TcpTransport } from './transport/tcp/tcp-transport.ts';
import { startPieceServer } from './upload/piece-server.ts';

/** Where a running peer can be reached; addresses as `ip:port`. */
export interface RunningPeer {
  readonly name: string;
  readonly socket: string;
  readonly grpc: string;
  readonly proxy: string;
  readonly piece: string;
  readonly metrics: string;
  readonly health: string;
  readonly stats: string;
}

const retryIntervalMs = 2000;
const sourceRetryDelayMs = 500;
const drainMs = 1000;
/** No request carries content. */
const requestBounds = { 'grpc.max_receive_message_length': 4 * 2 ** 20 };

export interface PeerSurroundings {
  /** Stand beside the sources that come with a peer. */
  readonly moreSources?: readonly Source[];
  /** Where schedulers and block lists are read from when there is no manager. */
  readonly dynconfigFile?: string;
}

/**
 * Builds a peer of its parts and starts it: storage, servers, and then the search for schedulers in the background.
 */
export async function startPeer(
  config: PeerConfig,
  log: Log,
  life: Lifecycle,
  { moreSources = [], dynconfigFile }: PeerSurroundings = {},
): Promise<RunningPeer> {
  const { seedPeer, download, upload, storage, gc, backend, scheduler, network } = config;
  const host = { ...config.host, ip: config.host.ip || ownAddress(network.enableIPv6) };
  const at = <Place extends { readonly ip: string }>(place: Place): Place => ({
    ...place,
    ip: listenAddress(place.ip, network.enableIPv6),
  });
  const id = makeHostId(host.ip, host.hostname, seedPeer.enable);
  const tls = await peerTls(config, life);
  const registry = createMetrics();
  const store = await openDiskStore({
    dir: storage.dir,
    keep: storage.keep,
    ttlMs: gc.policy.taskTTL,
    ...evictionLimits(gc),
    gcIntervalMs: gc.interval,
    metrics: storageMetrics(registry),
    log,
    ...(storage.capacity === undefined ? {} : { capacityBytes: storage.capacity }),
  });
  life.onStop('storage', () => store.close());
  const zstd = download.compression || upload.compression ? loadZstd() : undefined;
  const transport = new TcpTransport({
    pieceTimeoutMs: download.pieceTimeout,
    stallMs: download.stallTimeout,
    zstd: download.compression ? zstd : undefined,
  });
  life.onStop('piece transport', () => transport.close());
  const web = httpSource({
    maxRetries: backend.maxRetries,
    retryDelayMs: sourceRetryDelayMs,
    connectTimeoutMs: backend.connectTimeout,
    idleTimeoutMs: backend.idleTimeout,
    header: backend.requestHeader,
    redirectTtlMs: backend.enableCacheTemporaryRedirect ? backend.cacheTemporaryRedirectTTL : 0,
  });
  const sources = sourceRegistry([web, ...moreSources], { putTimeoutMs: backend.putTimeout });
  const source = countedSource(sources, registry);
  life.onStop('sources', () => source.close());
  hostMetrics(registry, storage.dir, log);
  const countCalls = countedCalls(registry);

  const identity: HostIdentity = {
    id,
    seed: seedPeer.enable,
    hostname: host.hostname,
    ip: host.ip,
    idc: host.idc,
    location: host.location,
    schedulerClusterId: host.schedulerClusterID,
    disableShared: upload.disableShared,
    uploadBandwidth: upload.bandwidthLimit,
    downloadBandwidth: download.bandwidthLimit,
    storageDir: storage.dir,
  };
  const blockList = new BlockList({ log, onBlocked: blockedMetrics(registry) });
  const directed = schedulerMetrics(registry);
  const directory = schedulerDirectory({
    ...{ config, identity, dynconfigFile, log, metrics: directed },
    credentials: tls.manager,
    onConfig: (heard) => blockList.update(heard),
  });
  const ports = { grpc: 0, proxy: 0 };
  const pool = new SchedulerPool({
    directory,
    credentials: tls.schedulers,
    host: id,
    describeHost: hostFacts(identity, ports),
    announceIntervalMs: scheduler.announceInterval,
    refreshIntervalMs: config.dynconfig.refreshInterval,
    retryIntervalMs,
    log,
    metrics: directed,
    onIntroduced: (known) => held.announceTo(known),
  });
  life.onStop('schedulers', () => pool.close());
  const scheduling = new SchedulingClient({ pool, host: id, log });
  life.onStop('conversations with schedulers', () => scheduling.close());
  const makeOwnPeerId = () => makePeerId(host.ip, host.hostname, randomUUID(), seedPeer.enable);
  const held = new HeldTasks({ store, scheduling, pool, makePeerId: makeOwnPeerId, log });
  life.onStop('announcing what is held', () => held.close());
  const channels = new ParentChannels(tls.peers);
  life.onStop('connections to parents', () => channels.close());
  const peers = new PeerExchange(exchangeClient({ host: id, channels, port: () => ports.grpc }));
  const parts: DownloadParts = {
    exchange: peers,
    store,
    source,
    transport,
    feed: new PieceFeedClient({ host: id, channels }),
    scheduling,
    buffers: new BufferPool({ maxBytes: download.bufferLimit }),
    downloadLimiter: new TokenBucket({ bytesPerSecond: download.bandwidthLimit }),
    sourceLimiter: new TokenBucket({ bytesPerSecond: download.backToSourceBandwidthLimit }),
    prefetchLimiter: new TokenBucket({ bytesPerSecond: config.proxy.prefetchBandwidthLimit }),
    slots: new FairSlots(download.maxPiecesAtOnce),
    speeds: new HostSpeeds(),
    quarantine: new Quarantine({ log, registry }),
    settings: {
      concurrentPieceCount: download.concurrentPieceCount,
      concurrentSourceCount: download.concurrentSourceCount,
      scheduleTimeoutMs: scheduler.scheduleTimeout,
      stallTimeoutMs: download.collectedPieceTimeout,
      maxScheduleCount: scheduler.maxScheduleCount,
      retryDelayMs: sourceRetryDelayMs,
    },
    metrics: downloadMetrics(registry),
    log,
    random: Math.random,
    makePeerId: makeOwnPeerId,
    onUnannounced: (task) => held.announceTask(task),
    admit: (request) => blockList.checkDownload(request),
  };
  const downloads = new Downloads(parts);
  life.onStop('downloads', () => downloads.close());
  const feedFor = (kind: ReplicatedKind) => new PieceFeedClient({ host: id, channels, kind });
  const cacheFeed = new PieceFeedClient({ host: id, channels, kind: 'cache' });
  const cacheTransport = new CachePieceTransport({ host: id, channels, pieceTimeoutMs: download.pieceTimeout });
  const cached = cacheFamily({ parts, pool, host: id, log }, { feed: cacheFeed, transport: cacheTransport }, life);
  const families = replicaFamilies({ parts, feedFor, pool, host: id, log }, life);

  const uploadLimiter = new TokenBucket({ bytesPerSecond: upload.bandwidthLimit });
  const pieces = await startPieceServer({
    store,
    limiter: uploadLimiter,
    ip: at(storage.server).ip,
    port: storage.server.tcpPort,
    log,
    metrics: registry,
    zstd: upload.compression ? zstd : undefined,
  });
  life.onStop('piece server', () => pieces.close());

  const health = new Health({ serving: ['', 'dfdaemon.v2.DfdaemonUpload', 'dfdaemon.v2.DfdaemonDownload'] });
  const adapt = handlers({ onInternalError: (err, path) => log.error({ err, path }, 'a call failed unexpectedly') });
  const tasks = new TaskCalls({ store, downloads, source, registry: scheduling, host: id });
  const syncing = { store, downloads, ip: host.ip, tcpPort: () => pieces.port };
  const { socketPath, outputDirs: outputFolders } = download.server;
  const replicas = {
    ...{
      store,
      source,
      buffers: parts.buffers,
      log,
      host: id,
      outputFolders,
      makePeerId: makeOwnPeerId,
      nowMs: Date.now,
      usualTtlMs: { objects: gc.policy.persistentTaskTTL, files: gc.policy.persistentCacheTaskTTL },
    },
    admit: (upload: BlockSubject) => blockList.checkUpload(upload),
    objects: { ...families.objects, calls: new ReplicaCalls({ ...families.objects, store }) },
    files: { ...families.files, calls: new ReplicaCalls({ ...families.files, store }) },
  };
  const cacheCalls = new CacheCalls({
    ...{ ...cached, store, limiter: uploadLimiter, host: id },
    syncing: { ...syncing, downloads: cached.downloads },
  });
  const past = {
    source,
    limiters: [parts.sourceLimiter, parts.downloadLimiter],
    onPastDisk: countPastDisk(registry, log),
  };
  const cacheFor = (caller: 'local' | 'remote') => ({
    downloading: { downloads: cached.downloads, store, host: id, caller, outputFolders },
    calls: cacheCalls,
  });
  const uploads = await serve({
    listen: { host: at(upload.server).ip, port: upload.server.port },
    credentials: tls.server,
    options: requestBounds,
    services: [
      uploadService(adapt, {
        tasks,
        downloading: { downloads, store, host: id, caller: 'remote' },
        syncing,
        network: networkFacts(identity),
        ...servedToHosts(replicas, syncing),
        countUpload: uploadTaskMetrics(registry),
        cache: cacheFor('remote'),
      }),
      exchangeService(adapt, { store, peers }),
      health.binding(adapt),
    ],
    interceptors: [countCalls, rateLimited({ perSecond: upload.server.requestRateLimit })],
    reflection: true,
  });
  life.onStop('gRPC for other hosts', () => uploads.close(drainMs));
  ports.grpc = uploads.port;

  await clearSocket(socketPath);
  const whoCalls = peerCredentials();
  const local = await serve({
    listen: { socketPath, mode: 0o660, describePeer: (socket) => callerName(whoCalls(socket)) },
    options: requestBounds,
    services: [
      downloadService(adapt, {
        tasks,
        downloading: { downloads, store, host: id, caller: 'local', outputFolders, past },
        leave: () => pool.farewell(),
        ...servedToPrograms(replicas),
        cache: cacheFor('local'),
      }),
      localService(adapt, { store, objects: families.objects.book, files: families.files.book }),
      health.binding(adapt),
    ],
    interceptors: [countCalls, rateLimited({ perSecond: download.server.requestRateLimit })],
    reflection: true,
  });
  life.onStop('gRPC for local programs', () => local.close(drainMs));

  const proxy = await startProxy({
    ...{ downloads, store, source, config: config.proxy, host: id, log, metrics: registry },
    ...past,
  });
  life.onStop('proxy', proxy.close);
  ports.proxy = proxy.port;

  const metrics = await serveMetrics(registry, at(config.metrics.server).ip, config.metrics.server.port, {
    resettable: true,
  });
  life.onStop('metrics', metrics.close);
  const checks = await serveHealth({
    ...at(config.health.server),
    readiness: () =>
      readiness({
        storageDir: storage.dir,
        listeners: {
          socket: { path: socketPath },
          grpc: own(upload.server.ip, uploads.port),
          pieces: own(storage.server.ip, pieces.port),
          proxy: own(config.proxy.server.ip, proxy.port),
        },
        schedulers: () => pool.upCount,
        stopping: () => life.signal.aborted,
      }),
  });
  life.onStop('health checks', checks.close);
  const stats = await serveStats({
    ...at(config.stats.server),
    log,
    work: () => ({
      storage: store.accounting(),
      piecesFromParents: { underWay: parts.slots.taken, waiting: parts.slots.waiting },
      pieceBuffers: { loanedBytes: parts.buffers.loanedBytes, allocatedBytes: parts.buffers.allocatedBytes },
      connections: { parents: channels.size, idleForPieces: transport.idleConnections },
      schedulers: pool.upCount,
    }),
  });
  life.onStop('stats', stats.close);
  life.onStop('health status', () => health.stop());

  pool.start();
  const reachable = (ip: string, port: number) => hostAndPort(isAnyAddress(ip) ? host.ip : ip, port);
  return {
    name: host.hostname,
    socket: socketPath,
    grpc: hostAndPort(host.ip, uploads.port),
    proxy: reachable(config.proxy.server.ip, proxy.port),
    piece: hostAndPort(host.ip, pieces.port),
    metrics: reachable(config.metrics.server.ip, metrics.port),
    health: reachable(config.health.server.ip, checks.port),
    stats: reachable(config.stats.server.ip, stats.port),
  };
}

/** Where this process reaches what it listens on itself. */
const own = (ip: string, port: number) => ({ host: ip === '0.0.0.0' ? '127.0.0.1' : ip === '::' ? '::1' : ip, port });

const isAnyAddress = (ip: string) => ip === '0.0.0.0' || ip === '::';
