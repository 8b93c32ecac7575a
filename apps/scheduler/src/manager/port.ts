import type { DagEvent, HostFacts, TaskGraph, TaskId, TaskSummary } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import type { ChannelCredentials } from '@grpc/grpc-js';

/** Who this scheduler is to the managers. */
export interface SchedulerSelf {
  /** New at every start of the process: it tells the managers that all sequences begin again. */
  readonly schedulerId: string;
  readonly hostname: string;
  readonly ip: string;
  readonly port: number;
  readonly clusterId: number;
  readonly idc: string;
  readonly location: string;
  readonly startedAtMs: number;
}

/** What the link reads from the scheduler. Every method is synchronous and sees the state after the last `publish`. */
export interface TopologySource {
  /** The task's DAG after its newest published event, whose sequence is `seq`; `undefined` when the task is gone. */
  snapshot(task: TaskId): TaskGraph | undefined;
  /** One task in numbers; `undefined` when the task is gone. */
  summary(task: TaskId): TaskSummary | undefined;
  /** All tasks in numbers. */
  summaries(): Iterable<TaskSummary>;
  hosts(): Iterable<HostFacts>;
}

/** A priority: 0 no meaning, 1 forbidden, from 2 on when a peer may go to the source. */
export interface ApplicationPriority {
  readonly value: number;
  /** The first pattern that matches a URL replaces `value` for it. */
  readonly urls: readonly { readonly regex: string; readonly value: number }[];
}

export interface Application {
  readonly name: string;
  readonly url: string;
  readonly priority: ApplicationPriority;
}

/** What the managers let administrators change while the scheduler runs. */
export interface DynamicConfig {
  /** Parents offered to a peer at once: 1 to 20. */
  readonly candidateParentLimit: number;
  /** Peers looked at for one choice: 10 to 1000. */
  readonly filterParentLimit: number;
  /** Uploads a normal peer serves at once: 1 to 2000. */
  readonly peerLoadLimit: number;
  /** Uploads a seed peer serves at once: 1 to 50000. */
  readonly seedPeerLoadLimit: number;
  readonly applications: readonly Application[];
  /** Ids of the hosts that are being emptied: they keep the children they have and get no others. */
  readonly drainingHosts: readonly string[];
}

/** What holds until a manager says otherwise. */
export const defaultDynamicConfig: DynamicConfig = {
  candidateParentLimit: 3,
  filterParentLimit: 15,
  peerLoadLimit: 200,
  seedPeerLoadLimit: 2000,
  applications: [],
  drainingHosts: [],
};

export interface ManagerLinkOptions {
  /** `host:port` of every manager replica; empty means that the link does nothing. */
  readonly addrs: readonly string[];
  /** How managers are believed, and shown who asks; plain text unless given. */
  readonly credentials?: ChannelCredentials;
  /** Lets this scheduler join; absent: none is shown. */
  readonly joinToken?: string | undefined;
  readonly self: SchedulerSelf;
  readonly source: TopologySource;
  /** Called with each configuration that differs from the last one. */
  readonly onDynamicConfig: (config: DynamicConfig) => void;
  readonly keepAliveIntervalMs: number;
  readonly dynamicConfigIntervalMs: number;
  readonly log: Log;
  /** Ends the link like `close`. */
  readonly signal: AbortSignal;
}

/** The scheduler's line to its managers. Nothing here ever waits for a manager or throws. */
export interface ManagerLink {
  /** Tells the managers one event. Sequences count from 1 per task without holes. Costs the same however slow they are. */
  publish(task: TaskId, seq: number, event: DagEvent): void;
  /** Says that a host announced itself, changed or left. */
  hostsChanged(): void;
  /** `host:port` of every scheduler of this cluster that a manager counts as alive. Rejects when no manager answers. */
  schedulers(signal: AbortSignal): Promise<readonly string[]>;
  /** Ends leases and streams; resolves when no timer and no connection is left. */
  close(): Promise<void>;
}
