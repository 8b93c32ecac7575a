import type { HostId } from '@damselfly/core';
import type { Host } from './host.ts';
import type { TaskSubject } from './task.ts';

/** An application of the console, with the priority its downloads get. */
export interface Application {
  readonly name: string;
  /** 0 to 6. */
  readonly priority: number;
  /** The first pattern that matches the URL wins over `priority`. */
  readonly urls: readonly { readonly pattern: RegExp; readonly priority: number }[];
}

/** How the scheduler decides; all of it may change while it runs. */
export interface Policy {
  /** Most parents a peer is offered. */
  readonly candidateParentLimit: number;
  /** How many possible parents are scored for one answer. */
  readonly filterParentLimit: number;
  /** What a parent next to the content gains over one ten hops away, in scores; 0 leaves depth alone. */
  readonly levelWeight: number;
  /** Most children of a normal host. */
  readonly peerUploadLimit: number;
  /** Most children of a seed host. */
  readonly seedUploadLimit: number;
  /** Most peers of one task at the source at once. */
  readonly sourceFetcherLimit: number;
  /** Peers sent to sources, and seeds asked to go there, a second: over all tasks, once the burst is used up. */
  readonly sourceGrantsPerSecond: number;
  readonly sourceGrantBurst: number;
  /** How long the other schedulers of the cluster may take to say who can give a task; 0: there are none to ask. */
  readonly neighbourLookupMs: number;
  /** A seed that was asked has to register within this. */
  readonly seedLifeMs: number;
  /** A peer that was sent to the source has to begin within this. */
  readonly grantLifeMs: number;
  /** A peer at the source has to finish a piece within this. */
  readonly sourceStallMs: number;
  /** A seed that failed a task is not asked for it again before this. */
  readonly seedRestMs: number;
  /** How long a peer whose possible parents are full or blocked waits before it may go to the source. */
  readonly patienceMs: number;
  /** Longest wait for an answer; then the stream fails. */
  readonly answerTimeoutMs: number;
  /** How long a parent that failed a child is kept from it. */
  readonly blockMs: number;
  /** Hosts that got no piece from a host, without a good one in between, that quarantine it. */
  readonly quarantineAfter: number;
  readonly quarantineMs: number;
  /** A downloading peer without a piece for this long has failed. */
  readonly pieceTimeoutMs: number;
  readonly peerTtlMs: number;
  /** How long a failed peer stays visible. */
  readonly failedPeerTtlMs: number;
  /** For hosts that give no announce interval; the others have twice their interval. */
  readonly hostTtlMs: number;
  /** How long a task without peers stays. */
  readonly taskTtlMs: number;
  readonly peerLimit: number;
  readonly hostLimit: number;
  readonly applications: readonly Application[];
}

export const defaultPolicy: Policy = {
  candidateParentLimit: 3,
  filterParentLimit: 15,
  levelWeight: 0.5,
  peerUploadLimit: 200,
  seedUploadLimit: 2000,
  sourceFetcherLimit: 1,
  sourceGrantsPerSecond: 500,
  sourceGrantBurst: 1_000,
  neighbourLookupMs: 0,
  seedLifeMs: 2_000,
  grantLifeMs: 10_000,
  sourceStallMs: 120_000,
  seedRestMs: 60_000,
  patienceMs: 2_000,
  answerTimeoutMs: 300_000,
  blockMs: 10_000,
  quarantineAfter: 3,
  quarantineMs: 30_000,
  pieceTimeoutMs: 1_800_000,
  peerTtlMs: 86_400_000,
  failedPeerTtlMs: 60_000,
  hostTtlMs: 3_600_000,
  taskTtlMs: 1_800_000,
  peerLimit: 1_000_000,
  hostLimit: 200_000,
  applications: [],
};

export const uploadLimitOf = (policy: Policy, host: Host): number =>
  host.profile.kind === 'seed' ? policy.seedUploadLimit : policy.peerUploadLimit;

/** The priority a download gets: its own, else its application's for the URL, else 0. */
export function priorityOf(policy: Policy, own: number, subject: TaskSubject): number {
  if (own !== 0) return own;
  const application = policy.applications.find(({ name }) => name === subject.application);
  const byUrl = application?.urls.find(({ pattern }) => pattern.test(subject.url));
  return byUrl?.priority ?? application?.priority ?? 0;
}

/** Seeds in the order a task asks them: highest weight first (rendezvous hashing), so a lost seed moves only its own tasks. */
export function seedWeight(task: string, host: HostId): number {
  let hash = 0x811c9dc5;
  for (const text of [task, host]) {
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
