import type { PeerKind, PeerState, TaskFacts } from './dag-event.ts';
import type { HostId, TaskId } from './ids.ts';

/** What a host said of its system and program; empty or 0 where it said nothing. */
export interface HostDetails {
  /** Where it serves other peers by gRPC. */
  readonly downloadPort: number;
  readonly platform: string;
  readonly platformFamily: string;
  readonly platformVersion: string;
  readonly kernelVersion: string;
  readonly gitCommit: string;
  readonly buildPlatform: string;
}

/** Of a host that said nothing. */
export const noHostDetails: HostDetails = {
  downloadPort: 0,
  platform: '',
  platformFamily: '',
  platformVersion: '',
  kernelVersion: '',
  gitCommit: '',
  buildPlatform: '',
};

/** A host as its last announcement described it. A number nobody measured is 0. */
export interface HostFacts {
  readonly id: HostId;
  readonly hostname: string;
  readonly ip: string;
  readonly port: number;
  readonly idc: string;
  readonly location: string;
  readonly kind: PeerKind;
  readonly concurrentUploadLimit: number;
  readonly concurrentUploadCount: number;
  readonly os: string;
  readonly version: string;
  readonly details: HostDetails;
  /** The host downloads but serves nobody. */
  readonly disableShared: boolean;
  /** 0: no proxy. */
  readonly proxyPort: number;
  /** Bits per second. */
  readonly maxTxBps: number;
  /** Bits per second. */
  readonly txBps: number;
  readonly diskTotalBytes: number;
  readonly diskFreeBytes: number;
  /** 0 to 100. */
  readonly cpuPercent: number;
  /** 0 to 100. */
  readonly memoryUsedPercent: number;
  readonly announcedAtMs: number;
}

/** Bytes on their way from one host to another (`from: null` is the source) for one task, bytes per second. */
export interface HostFlow {
  readonly from: HostId | null;
  readonly to: HostId;
  readonly task: TaskId;
  readonly rateBps: number;
}

/** Who sends to whom: the busiest flows, and what all others sum up to. */
export interface HostFlows {
  readonly atMs: number;
  readonly flows: readonly HostFlow[];
  readonly moreFlows: number;
  readonly moreBps: number;
}

/** How many peers are in each state. */
export type PeerCounts = Readonly<Record<PeerState, number>>;

/** A task in numbers: what is known of it while nobody watches. */
export interface TaskSummary {
  readonly task: TaskId;
  readonly facts: TaskFacts;
  readonly peersByState: PeerCounts;
  /** Seed peers among the peers. */
  readonly seeds: number;
  readonly bytesFromSource: number;
  readonly bytesFromPeers: number;
  readonly updatedAtMs: number;
}
