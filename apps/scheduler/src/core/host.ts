import type { HostId, PeerKind } from '@damselfly/core';
import { type HostRecord, newRecord } from './host-record.ts';
import type { Peer } from './peer.ts';

/** What a host says of itself. Bandwidths are bits per second; a maximum of 0 means it does not know. */
export interface HostProfile {
  readonly id: HostId;
  readonly kind: PeerKind;
  readonly hostname: string;
  readonly ip: string;
  /** gRPC port for schedulers and other peers. */
  readonly port: number;
  readonly downloadPort: number;
  readonly idc: string;
  /** Zones from wide to narrow, joined by `|`. */
  readonly location: string;
  /** Never offered as a parent. */
  readonly disableShared: boolean;
  readonly maxTxBps: number;
  /** Its peers follow parents offered without a question at once; others may read such an offer late. */
  readonly followsUnasked?: boolean | undefined;
  /** Time to its next announcement; 0 when it does not say. */
  readonly announceIntervalMs: number;
}

/** A known host with the load the scheduler put on it. Every reservation is held by an edge and returned with it. */
export interface Host {
  profile: HostProfile;
  readonly peers: Set<Peer>;
  /** Edges to children now. */
  uploads: number;
  /** Pieces its children may ask for at once. */
  uploadPieces: number;
  /** Estimated peak of its edges, bits per second. */
  txBps: number;
  /** Content its children want, bytes. */
  uploadBytes: number;
  uploadsEver: number;
  uploadFailures: number;
  /** Hosts whose children reported a failed piece since the last good one. */
  accusers: Set<HostId> | undefined;
  /** Streams of its peers that broke since its last sign of life. */
  brokenStreams: number;
  /** Not offered before this time. */
  quarantinedUntilMs: number;
  /** Why it was kept from everyone, the last time. */
  quarantineReason: string;
  /** It is being emptied: it keeps the children it has and gets no others. */
  draining: boolean;
  /** What its children saw of it. */
  readonly record: HostRecord;
  /** Peers kept out of their tasks' pools while the host is full or quarantined. */
  held: Set<Peer> | undefined;
  readonly createdAtMs: number;
  updatedAtMs: number;
  alarmAtMs: number;
}

export const newHost = (profile: HostProfile, nowMs: number): Host => ({
  profile,
  peers: new Set(),
  uploads: 0,
  uploadPieces: 0,
  txBps: 0,
  uploadBytes: 0,
  uploadsEver: 0,
  uploadFailures: 0,
  accusers: undefined,
  brokenStreams: 0,
  quarantinedUntilMs: 0,
  quarantineReason: '',
  draining: false,
  record: newRecord(),
  held: undefined,
  createdAtMs: nowMs,
  updatedAtMs: nowMs,
  alarmAtMs: Number.POSITIVE_INFINITY,
});
