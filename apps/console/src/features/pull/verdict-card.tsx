'use client';
import type { PeerId, PullVerdict } from '@damselfly/core';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Card } from '../../ui/card.tsx';
import { causeName, causeSentence } from './cause-text.ts';
import { pullMessages } from './messages.ts';
import styles from './pull.module.css';
import type { Pull } from './pull.ts';

const tones = [styles.first, styles.second, styles.third] as const;
const shown = 5;

/** What held the download up, in one sentence, and what else took time. */
export function VerdictCard({ pull }: { readonly pull: Pull }) {
  const t = useMessages(pullMessages);
  const format = useFormat();
  const { record, verdict } = pull;
  const nameOf = (peer: PeerId) => record.parents.get(peer)?.hostname ?? t.chart.left;
  const context = { t, format, nameOf, referenceBps: verdict.referenceBps };
  const causes = verdict.causes.slice(0, shown);
  const parts = [
    ...causes.map(({ cause, lostMs, share }, at) => ({
      name: causeName(cause, context),
      ms: lostMs,
      share,
      tone: tones[Math.min(at, tones.length - 1)] ?? '',
    })),
    { name: t.verdict.useful, ms: usefulMs(verdict), share: undefined, tone: styles.useful ?? '' },
  ];
  return (
    <Card aria-label={t.verdict.label} className="p-5">
      <p className="max-w-3xl text-balance font-medium text-lg tracking-[-0.01em]" data-conclusion={verdict.conclusion}>
        {sentence()}
      </p>
      <div className={styles.split} aria-hidden>
        {parts.map(({ name, ms, tone }) => (
          <span key={name} className={tone} style={{ flexGrow: Math.max(ms, verdict.durationMs / 250) }} title={name} />
        ))}
      </div>
      <ul className={styles.causes}>
        {parts.map(({ name, ms, share, tone }) => (
          <li key={name}>
            <span className={`${styles.swatch} ${tone}`} aria-hidden />
            <span className={styles.causeName}>{name}</span>
            <span className={styles.number}>{format.duration(ms)}</span>
            <span className={styles.share}>{share === undefined ? '' : format.percent(share)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );

  function sentence(): string {
    const [worst] = verdict.causes;
    switch (verdict.conclusion) {
      case 'quick':
        return t.verdict.quick;
      case 'incomparable': {
        const [lane] = pull.timeline.lanes;
        const sender = lane?.parent == null ? t.chart.origin : nameOf(lane.parent);
        return t.verdict.incomparable(sender, format.rate(lane?.rateBps ?? 0));
      }
      case 'slow':
        return worst === undefined
          ? t.verdict.quick
          : t.verdict.slow(
              format.percent(worst.share),
              format.duration(verdict.lostMs),
              causeSentence(worst.cause, context),
            );
      default:
        return verdict.conclusion satisfies never;
    }
  }
}

const usefulMs = ({ durationMs, lostMs }: PullVerdict): number => Math.max(0, durationMs - lostMs);
