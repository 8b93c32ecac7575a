'use client';
import type { PeerId } from '@damselfly/core';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { Table, TableHead, TableRow } from '../../ui/table.tsx';
import { pullMessages } from './messages.ts';
import styles from './pull.module.css';
import type { DecisionTrace, Pull } from './pull.ts';

type Decision = DecisionTrace['decisions'][number];

interface DecisionListProps {
  /** Absent when no scheduler remembers the peer. */
  readonly trace: DecisionTrace | undefined;
  readonly pending: boolean;
  readonly pull: Pull;
}

/** The scheduler's own account: whom it looked at, whom it refused, and how it scored the rest. */
export function DecisionList({ trace, pending, pull }: DecisionListProps) {
  const t = useMessages(pullMessages).trace;
  const format = useFormat();
  const { host } = trace ?? {};
  return (
    <Card>
      <CardHeader title={t.label} note={trace && t.by(trace.scheduler)} />
      {pending && <SkeletonRows rows={2} />}
      {!pending && (trace === undefined || trace.decisions.length === 0) && (
        <p className="border-line border-t px-5 py-6 text-center text-muted text-sm">{t.none}</p>
      )}
      {host && (
        <p className="border-line border-t px-5 py-3 text-muted text-sm">
          {t.host}: {t.slots(format.number(host.uploads), format.number(host.uploadSlots))}
          {host.measuredBps !== undefined && `, ${t.measured(format.rate(host.measuredBps / 8))}`}
          {host.quarantinedUntilMs > 0 &&
            `, ${t.quarantined(format.clock(host.quarantinedUntilMs), host.quarantineReason)}`}
        </p>
      )}
      {[...(trace?.decisions ?? [])].reverse().map((decision) => (
        <DecisionRow key={`${decision.atMs} ${decision.outcome}`} decision={decision} pull={pull} />
      ))}
    </Card>
  );
}

function DecisionRow({ decision, pull }: { readonly decision: Decision; readonly pull: Pull }) {
  const t = useMessages(pullMessages).trace;
  const format = useFormat();
  const { atMs, outcome, waitedMs, attempts, seen, reason, candidates } = decision;
  const best = candidates.reduce((most, { score }) => Math.max(most, score ?? 0), 1);
  const since = Math.max(0, atMs - pull.timeline.fromMs);
  const facts = [
    ...(waitedMs > 0 ? [t.waited(format.duration(waitedMs))] : []),
    ...(attempts > 1 ? [t.attempts(format.number(attempts))] : []),
    ...(seen > 0 ? [t.seen(seen, format.number(seen))] : []),
  ];
  return (
    <details className={styles.decision} open={candidates.length > 0}>
      <summary>
        <span className={styles.offset}>+{format.duration(since)}</span>
        <b>{t.outcome[outcome]}</b>
        <span className={styles.fine}>{facts.join(' · ')}</span>
        {reason !== '' && <span className={styles.fine}>{reason}</span>}
      </summary>
      {candidates.length > 0 && (
        <Table label={`${t.outcome[outcome]}, +${format.duration(since)}`}>
          <thead>
            <tr>
              <TableHead>{t.candidate}</TableHead>
              <TableHead>{t.verdict}</TableHead>
              <TableHead className="w-56">{t.score}</TableHead>
            </tr>
          </thead>
          <tbody>
            {candidates.map(({ peer, host, verdict, score }) => (
              <TableRow key={peer}>
                <td className={styles.candidate} title={peer}>
                  {nameOf(pull, peer) ?? host}
                </td>
                <td className={verdict === 'chosen' ? 'px-3 font-medium' : 'px-3 text-muted'}>
                  {t.verdictOf[verdict]}
                </td>
                <td className="px-3 pr-5">{score !== undefined && <Score score={score} best={best} />}</td>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
    </details>
  );
}

function Score({ score, best }: { readonly score: number; readonly best: number }) {
  return (
    <span className={styles.score}>
      <span aria-hidden>
        <span style={{ width: `${(100 * score) / best}%` }} />
      </span>
      {score.toFixed(3)}
    </span>
  );
}

const nameOf = ({ record }: Pull, peer: PeerId): string | undefined => record.parents.get(peer)?.hostname;
