import { Failure, peerId, taskId } from '@damselfly/core';
import { decisions, type Handlers, type ServiceBinding, type UnaryHandler } from '@damselfly/proto';
import type { Decision, Outcome, SeenCandidate, Verdict } from '../core/decisions.ts';
import type { Host } from '../core/host.ts';
import { recentFailures } from '../core/host-record.ts';
import { type Peer, readableState } from '../core/peer.ts';
import { type Policy, uploadLimitOf } from '../core/policy.ts';
import type { Engine } from '../shell/engine.ts';
import { checkId } from './validate.ts';

const listLimit = 1000;
const listDefault = 100;

/** Why the scheduler decided as it did, for people. */
export function decisionService(engine: Engine, { unary }: Handlers): ServiceBinding {
  const implementation: decisions.DecisionServiceServer = {
    explain: unary(explain(engine)),
    listDecisions: unary(listDecisions(engine)),
  };
  return { definition: decisions.DecisionServiceService, implementation };
}

const explain =
  ({ cluster }: Engine): UnaryHandler<decisions.ExplainRequest, decisions.ExplainResponse> =>
  async (request) => {
    const id = peerId(checkId(request.peerId, 'peer_id'));
    const peer = cluster.peers.get(id);
    const made = cluster.decisions.of(id);
    if (peer === undefined && made.length === 0) {
      throw new Failure('notFound', `peer ${id} is unknown, and no decision about it is remembered`);
    }
    return {
      decisions: made.map(decisionMessage),
      standing: peer && standingMessage(cluster.policy, peer, Date.now()),
    };
  };

const listDecisions =
  ({ cluster }: Engine): UnaryHandler<decisions.ListDecisionsRequest, decisions.ListDecisionsResponse> =>
  async (request) => {
    const id = taskId(checkId(request.taskId, 'task_id'));
    if (request.limit > listLimit) throw new Failure('invalid', `limit must be 0 to ${listLimit}`);
    return { decisions: cluster.decisions.ofTask(id, request.limit || listDefault).map(decisionMessage) };
  };

const outcomes: Record<Outcome, decisions.Outcome> = {
  parents: decisions.Outcome.OUTCOME_PARENTS,
  backToSource: decisions.Outcome.OUTCOME_BACK_TO_SOURCE,
  empty: decisions.Outcome.OUTCOME_EMPTY,
  metadataOnly: decisions.Outcome.OUTCOME_METADATA_ONLY,
  waitsNobody: decisions.Outcome.OUTCOME_WAITS_NOBODY,
  waitsFull: decisions.Outcome.OUTCOME_WAITS_FULL,
  waitsUnfit: decisions.Outcome.OUTCOME_WAITS_UNFIT,
  waitsGrant: decisions.Outcome.OUTCOME_WAITS_GRANT,
  refused: decisions.Outcome.OUTCOME_REFUSED,
};

const verdicts: Record<Verdict, decisions.Verdict> = {
  chosen: decisions.Verdict.VERDICT_CHOSEN,
  outscored: decisions.Verdict.VERDICT_OUTSCORED,
  sameHostAsChosen: decisions.Verdict.VERDICT_SAME_HOST_AS_CHOSEN,
  ownHost: decisions.Verdict.VERDICT_OWN_HOST,
  lacksRange: decisions.Verdict.VERDICT_LACKS_RANGE,
  blocked: decisions.Verdict.VERDICT_BLOCKED,
  noSlot: decisions.Verdict.VERDICT_NO_SLOT,
  noBandwidth: decisions.Verdict.VERDICT_NO_BANDWIDTH,
  quarantined: decisions.Verdict.VERDICT_QUARANTINED,
  draining: decisions.Verdict.VERDICT_DRAINING,
  descendant: decisions.Verdict.VERDICT_DESCENDANT,
  noData: decisions.Verdict.VERDICT_NO_DATA,
};

const decisionMessage = (decision: Decision): decisions.Decision => ({
  atMs: whole(decision.atMs),
  peerId: decision.peer,
  taskId: decision.task,
  outcome: outcomes[decision.outcome],
  waitedMs: whole(decision.waitedMs),
  attempts: decision.attempts,
  candidatesSeen: decision.seen,
  candidates: decision.candidates.map(candidateMessage),
  reason: decision.reason,
});

const candidateMessage = ({ peer, host, verdict, score }: SeenCandidate): decisions.Candidate => ({
  peerId: peer,
  hostId: host,
  verdict: verdicts[verdict],
  score: Number.isNaN(score) ? undefined : score,
});

const standingMessage = (policy: Policy, peer: Peer, nowMs: number): decisions.Standing => ({
  state: readableState(peer.phase),
  hostId: peer.host.profile.id,
  level: peer.level,
  parentIds: peer.parents.map(({ parent }) => parent.id),
  children: peer.children.length,
  waitingSinceMs: whole(peer.parkedAtMs ?? 0),
  host: hostStanding(policy, peer.host, nowMs),
});

const hostStanding = (policy: Policy, host: Host, nowMs: number): decisions.HostStanding => ({
  uploadSlots: uploadLimitOf(policy, host),
  uploads: host.uploads,
  reservedBps: whole(host.txBps),
  maxTxBps: whole(host.profile.maxTxBps),
  measuredBps: host.record.measuredBps === 0 ? undefined : whole(host.record.measuredBps),
  recentFailures: recentFailures(host.record, nowMs),
  quarantinedUntilMs: host.quarantinedUntilMs > nowMs ? whole(host.quarantinedUntilMs) : 0n,
  quarantineReason: host.quarantineReason,
  draining: host.draining,
});

/** A count or time as the wire has it. */
const whole = (value: number): bigint => BigInt(Math.max(0, Math.round(value)));
