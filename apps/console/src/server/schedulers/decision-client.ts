import { hostId, peerId } from '@damselfly/core';
import { decisions as wire } from '@damselfly/proto';
import type {
  CandidateVerdict,
  DecisionOutcome,
  DecisionSource,
  DecisionTrace,
  TracedDecision,
} from '../domain/tasks/decision-trace.ts';
import type { Schedulers } from './schedulers.ts';

const timeoutMs = 3000;

const outcomes: Readonly<Record<number, DecisionOutcome>> = {
  [wire.Outcome.OUTCOME_PARENTS]: 'parents',
  [wire.Outcome.OUTCOME_BACK_TO_SOURCE]: 'backToSource',
  [wire.Outcome.OUTCOME_EMPTY]: 'empty',
  [wire.Outcome.OUTCOME_METADATA_ONLY]: 'metadataOnly',
  [wire.Outcome.OUTCOME_WAITS_NOBODY]: 'waitsNobody',
  [wire.Outcome.OUTCOME_WAITS_FULL]: 'waitsFull',
  [wire.Outcome.OUTCOME_WAITS_UNFIT]: 'waitsUnfit',
  [wire.Outcome.OUTCOME_WAITS_GRANT]: 'waitsGrant',
  [wire.Outcome.OUTCOME_REFUSED]: 'refused',
};

const verdicts: Readonly<Record<number, CandidateVerdict>> = {
  [wire.Verdict.VERDICT_CHOSEN]: 'chosen',
  [wire.Verdict.VERDICT_OUTSCORED]: 'outscored',
  [wire.Verdict.VERDICT_SAME_HOST_AS_CHOSEN]: 'sameHostAsChosen',
  [wire.Verdict.VERDICT_OWN_HOST]: 'ownHost',
  [wire.Verdict.VERDICT_LACKS_RANGE]: 'lacksRange',
  [wire.Verdict.VERDICT_BLOCKED]: 'blocked',
  [wire.Verdict.VERDICT_NO_SLOT]: 'noSlot',
  [wire.Verdict.VERDICT_NO_BANDWIDTH]: 'noBandwidth',
  [wire.Verdict.VERDICT_QUARANTINED]: 'quarantined',
  [wire.Verdict.VERDICT_DRAINING]: 'draining',
  [wire.Verdict.VERDICT_DESCENDANT]: 'descendant',
  [wire.Verdict.VERDICT_NO_DATA]: 'noData',
};

/** Asks schedulers over gRPC. */
export const decisionClient = (schedulers: Pick<Schedulers, 'at'>): DecisionSource => ({
  async explain(scheduler, peer, signal) {
    const limits = { timeoutMs, ...(signal !== undefined && { signal }) };
    return traceOf(scheduler, await schedulers.at(scheduler).explain(peer, limits));
  },
});

const traceOf = (scheduler: string, { decisions, standing }: wire.ExplainResponse): DecisionTrace => ({
  scheduler,
  decisions: decisions.map(decisionOf),
  host: standing?.host && {
    uploadSlots: standing.host.uploadSlots,
    uploads: standing.host.uploads,
    measuredBps: standing.host.measuredBps === undefined ? undefined : Number(standing.host.measuredBps),
    recentFailures: standing.host.recentFailures,
    quarantinedUntilMs: Number(standing.host.quarantinedUntilMs),
    quarantineReason: standing.host.quarantineReason,
  },
});

const decisionOf = (decision: wire.Decision): TracedDecision => ({
  atMs: Number(decision.atMs),
  outcome: outcomes[decision.outcome] ?? 'unknown',
  waitedMs: Number(decision.waitedMs),
  attempts: decision.attempts,
  seen: decision.candidatesSeen,
  reason: decision.reason,
  candidates: decision.candidates.map((candidate) => ({
    peer: peerId(candidate.peerId),
    host: hostId(candidate.hostId),
    verdict: verdicts[candidate.verdict] ?? 'unknown',
    score: candidate.score,
  })),
});
