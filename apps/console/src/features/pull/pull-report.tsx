'use client';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Facts } from '../../ui/facts.tsx';
import { DecisionList } from './decision-list.tsx';
import { pullMessages } from './messages.ts';
import type { DecisionTrace, Pull } from './pull.ts';
import { PullChart } from './pull-chart.tsx';
import { VerdictCard } from './verdict-card.tsx';

interface PullReportProps {
  readonly pull: Pull;
  readonly trace: DecisionTrace | undefined;
  readonly tracePending: boolean;
}

/** What was made of a download: its figures, the verdict, its timeline and what the scheduler decided. */
export function PullReport({ pull, trace, tracePending }: PullReportProps) {
  return (
    <div className="flex flex-col gap-5">
      <PullFacts pull={pull} />
      <VerdictCard pull={pull} />
      <PullChart pull={pull} />
      <DecisionList trace={trace} pending={tracePending} pull={pull} />
    </div>
  );
}

function PullFacts({ pull: { record, timeline, verdict } }: { readonly pull: Pull }) {
  const t = useMessages(pullMessages);
  const format = useFormat();
  const bytes = timeline.lanes.reduce((sum, lane) => sum + lane.bytes, record.unrecorded.bytes);
  const good = verdict.referenceBps === 0 ? t.nothingToCompare : format.rate(verdict.referenceBps);
  return (
    <>
      <Facts
        facts={[
          { term: timeline.over ? t.took : t.runs, value: format.duration(verdict.durationMs) },
          { term: t.lost, value: format.duration(verdict.lostMs) },
          { term: t.received, value: format.bytes(bytes) },
          { term: t.goodPiece, value: good },
        ]}
      />
      {record.unrecorded.pieces > 0 && (
        <p className="text-muted text-sm">{t.partial(format.number(record.unrecorded.pieces))}</p>
      )}
      {record.hasGaps && <p className="text-muted text-sm">{t.gaps}</p>}
    </>
  );
}
