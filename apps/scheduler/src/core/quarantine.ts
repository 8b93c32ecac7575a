import type { Host } from './host.ts';
import { noteFailure } from './host-record.ts';
import type { Peer } from './peer.ts';
import { hold, release } from './standing.ts';
import type { Turn } from './turn.ts';

/** Broken streams without a sign of life in between that tell a dead process from one cancelled download. */
const brokenStreamLimit = 2;
/** A broken stream weighs as much as this many failed pieces. */
const brokenStreamWeight = 2;

/** A child got no piece from the host. Only different children make a case: one of them may be the faulty one. */
export function accuse(turn: Turn, host: Host, child: Peer, reason: string): void {
  host.uploadFailures += 1;
  noteFailure(host.record, turn.nowMs);
  host.accusers ??= new Set();
  host.accusers.add(child.host.profile.id);
  const { size } = host.accusers;
  if (size >= turn.cluster.policy.quarantineAfter) {
    host.brokenStreams = 0;
    quarantine(turn, host, `${size} hosts in a row got no piece from it; the last one: ${reason}`);
  }
}

/** A child got a piece from the host. */
export function acquit(turn: Turn, host: Host): void {
  host.accusers = undefined;
  signOfLife(turn, host);
}

/** A stream of one of the host's peers broke without a last word. */
export function streamBroke(turn: Turn, host: Host): void {
  noteFailure(host.record, turn.nowMs, brokenStreamWeight);
  host.brokenStreams += 1;
  if (host.brokenStreams >= brokenStreamLimit) {
    quarantine(turn, host, `${host.brokenStreams} of its streams broke, and it has not been heard of since`);
  }
}

/** The host lives: streams that broke before were its peers' affair. */
export function signOfLife(turn: Turn, host: Host): void {
  if (host.brokenStreams === 0) return;
  const silent = host.brokenStreams >= brokenStreamLimit;
  host.brokenStreams = 0;
  if (!silent) return;
  host.quarantinedUntilMs = Math.min(host.quarantinedUntilMs, turn.nowMs);
  release(turn, host);
}

/** Keeps a host from everyone for a while. */
export function quarantine(turn: Turn, host: Host, reason: string): void {
  host.accusers = undefined;
  host.quarantineReason = reason;
  host.quarantinedUntilMs = turn.nowMs + turn.cluster.policy.quarantineMs;
  turn.cluster.deadlines.arm(host, host.quarantinedUntilMs);
  for (const peer of host.peers) if (peer.poolIndex >= 0) hold(peer);
}
