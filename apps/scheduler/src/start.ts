import { randomUUID } from 'node:crypto';
import { Failure, hostId } from '@damselfly/core';
import { createMetrics, type Lifecycle, type Log, type Registry, serveMetrics, tracingOn } from '@damselfly/core/node';
import { clientTls, Health, handlers, hostAndPort, observed, rateLimited, serve } from '@damselfly/proto';
import { policyOf, type SchedulerConfig } from './config.ts';
import { newCluster } from './core/cluster.ts';
import type { Effect } from './core/effect.ts';
import { withDynamicConfig } from './dynamic-policy.ts';
import { loadEvaluator } from './evaluator/load-evaluator.ts';
import { decisionService } from './grpc/explain.ts';
import { HostBook } from './grpc/host-book.ts';
import { buildOf } from './grpc/host-build.ts';
import { hostFacts } from './grpc/host-facts.ts';
import { JobRoom } from './grpc/jobs/job-room.ts';
import { jobService } from './grpc/jobs/job-service.ts';
import { knownHosts } from './grpc/jobs/known-hosts.ts';
import { replicatedService } from './grpc/replicated/replicated-service.ts';
import { schedulerService } from './grpc/service.ts';
import type { ManagerLink, ManagerLinkOptions } from './manager/port.ts';
import { startNeighbours } from './neighbour/start.ts';
import { type Persistent, startPersistent } from './persistent/start.ts';
import { SeedTriggers } from './seed/seed-triggers.ts';
import { Admission } from './shell/admission.ts';
import { DagBook } from './shell/dag-book.ts';
import { DecisionSpans } from './shell/decision-spans.ts';
import { Engine } from './shell/engine.ts';
import { SchedulerMetrics } from './shell/metrics.ts';
import { RpcMetrics } from './shell/rpc-metrics.ts';
import { Streams } from './shell/streams.ts';
import { type Snapshot, startSnapshot } from './snapshot/start.ts';
import { TraceWriter } from './trace/trace-writer.ts';
import { version } from './version.ts';

export interface SchedulerParts {
  readonly config: SchedulerConfig;
  readonly log: Log;
  readonly life: Lifecycle;
  readonly startLink: (options: ManagerLinkOptions) => Promise<ManagerLink>;
  /** A file that takes down what happens, for the simulator, and the most bytes it may get. */
  readonly record?: { readonly file: string; readonly limitBytes: number } | undefined;
}

/** Puts a scheduler together and starts it. Resolves with the ports in use once it serves. */
export async function startScheduler(parts: SchedulerParts): Promise<{ grpcPort: number; metricsPort: number }> {
  const { config, log, life, startLink } = parts;
  const startedAtMs = Date.now();
  const policy = policyOf(config);
  const cluster = newCluster({ policy, evaluator: await loadEvaluator(config.scheduler) });
  const streams = new Streams();
  const hosts = new HostBook();
  const dags = new DagBook();
  const admission = new Admission(config.server.streamLimit);
  const registry = createMetrics();
  const metrics = new SchedulerMetrics(registry, {
    ...{ cluster, version, byHost: config.metrics.enableHost },
    openStreams: () => admission.open,
  });
  const calls = new RpcMetrics(registry);
  const trace = parts.record && new TraceWriter({ ...parts.record, cluster, log });
  if (trace !== undefined) life.onStop('trace', () => trace.close());
  const spans = tracingOn() ? new DecisionSpans(cluster) : undefined;
  life.onStop('spans', () => spans?.close());
  let link: ManagerLink | undefined;
  let persistent: Persistent | undefined;
  let snapshot: Snapshot | undefined;

  const deliver = (effect: Exclude<Effect, { kind: 'wakeAt' }>): void => {
    snapshot?.note(effect);
    switch (effect.kind) {
      case 'publish':
        dags.enter(effect.task, effect.seq, effect.event);
        link?.publish(effect.task, effect.seq, effect.event);
        neighbours.taskChanged(effect.task);
        return;
      case 'triggerSeed':
        if (spans === undefined) seeds.fire(effect);
        else spans.within(effect, () => seeds.fire(effect));
        return;
      case 'askNeighbours':
        neighbours.ask(effect);
        return;
      case 'hostForgotten':
        hosts.forget(effect.host);
        persistent?.hostGone(effect.host);
        link?.hostsChanged();
        return;
      case 'taskForgotten':
        dags.forget(effect.task);
        neighbours.taskChanged(effect.task);
        return;
      default:
        streams.deliver(effect);
    }
  };
  const engine = new Engine({
    cluster,
    surroundings: { nowMs: Date.now, randomSeed: () => Math.floor(Math.random() * 2 ** 32) },
    deliver,
    observe: (event, effects, nowMs) => {
      metrics.observe(event, effects, nowMs);
      trace?.note(event, nowMs);
      spans?.observe(event, effects);
    },
  });
  const seeds = new SeedTriggers({
    addressOf: (host) => cluster.hosts.get(host)?.profile,
    submit: (event) => engine.submit(event),
    timeoutMs: config.seedPeer.taskDownloadTimeout,
    log,
  });
  life.onStop('engine', () => engine.close());
  life.onStop('seed triggers', () => seeds.close());

  const onInternalError = (err: unknown, path: string) => log.error({ err, path }, 'a call failed unexpectedly');
  const adapt = handlers({ onInternalError });
  let self = '';
  const neighbours = startNeighbours({
    ...{ engine, life, log, handlers: adapt, self: () => self },
    fixed: config.neighbours.addrs,
    askManager: async (signal) => (await link?.schedulers(signal)) ?? [],
    timeoutMs: policy.neighbourLookupMs,
  });
  const health = new Health();
  const jobs = new JobRoom({
    hosts: () => knownHosts(cluster, hosts, Date.now()),
    addresses: { allowLoopback: config.job.loopbackRegistries, allowPrivate: config.job.privateRegistries },
    remoteIp: config.server.advertiseIP,
    log,
  });
  life.onStop('jobs', () => jobs.close());
  const schedulerId = randomUUID();
  persistent = await startPersistent({
    config: config.persistent,
    redis: config.database.redis,
    clusterId: config.manager.schedulerClusterId,
    self: schedulerId,
    lifeMs: (intervalMs) => (intervalMs > 0 ? intervalMs * 2 : policy.hostTtlMs),
    ...{ engine, life, log },
  });
  const { replicas, transfers, hostAnnounced } = persistent;
  const service = schedulerService({
    ...{ replicas, transfers },
    onLostFailure: (err) => log.warn({ err }, 'the end of a persistent peer could not be noted'),
    jobs,
    ...{ engine, streams, hosts, admission, onInternalError, handlers: adapt },
    onHostAnnounced: (host) => {
      metrics.hostAnnounced(buildOf(host));
      const known = cluster.hosts.get(hostId(host.id));
      if (known !== undefined) hostAnnounced(known, host);
      snapshot?.hostAnnounced(hostId(host.id));
      link?.hostsChanged();
    },
  });
  const onReady = (ready: Snapshot) => {
    snapshot = ready;
  };
  await startSnapshot({ config: config.snapshot, onReady, ...{ engine, hosts, life, log } });
  const server = await serve({
    listen: { host: config.server.listenIP, port: config.server.port },
    services: [
      service,
      jobService(adapt, jobs),
      replicatedService(adapt, { replicas, hosts }),
      decisionService(engine, adapt),
      neighbours.binding,
      health.binding(adapt),
    ],
    interceptors: [
      observed(({ path, requestStream, responseStream }) => calls.began(path, requestStream, responseStream)),
      rateLimited({ perSecond: config.server.requestRateLimit }),
    ],
    reflection: true,
  });
  self = hostAndPort(config.server.advertiseIP, server.port);
  life.onStop('gRPC server', () => server.close(config.server.drainTimeout));
  life.onStop('health', () => health.stop());
  const metricsServer = await listenForMetrics(registry, config);
  life.onStop('metrics', () => metricsServer.close());

  const managerTls = await clientTls(config.manager, 'manager');
  life.onStop('certificates of manager', managerTls.close);
  link = await startLink({
    addrs: config.manager.addrs,
    credentials: managerTls.credentials,
    joinToken: config.manager.joinToken,
    self: {
      schedulerId,
      hostname: config.server.hostname,
      ip: config.server.advertiseIP,
      port: server.port,
      clusterId: config.manager.schedulerClusterId,
      idc: config.host.idc,
      location: config.host.location,
      startedAtMs,
    },
    source: {
      snapshot: (task) => dags.snapshot(task),
      summary: (task) => dags.summary(task),
      summaries: () => dags.summaries(),
      hosts: () => hostFacts(cluster, hosts),
    },
    onDynamicConfig: (dynamic) => {
      engine.submit({ kind: 'policyChanged', policy: withDynamicConfig(policy, dynamic, log) });
      engine.submit({ kind: 'hostsDraining', hosts: new Set(dynamic.drainingHosts.map(hostId)) });
    },
    keepAliveIntervalMs: config.manager.keepAliveIntervalMs,
    dynamicConfigIntervalMs: config.manager.refreshIntervalMs,
    log,
    signal: life.signal,
  });
  const running = link;
  life.onStop('manager link', () => running.close());
  return { grpcPort: server.port, metricsPort: metricsServer.port };
}

async function listenForMetrics(registry: Registry, { metrics: { ip, port } }: SchedulerConfig) {
  try {
    return await serveMetrics(registry, ip, port);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'unknown cause';
    throw new Failure('unavailable', `cannot serve metrics on ${ip}:${port} (${why}); set metrics.port`, { cause });
  }
}
