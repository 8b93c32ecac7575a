import { useMessages } from '../../../i18n/locale-provider.tsx';
import { graphMessages } from '../messages.ts';
import type { RecordingRange } from '../model/recording-source.ts';
import styles from './time-bar.module.css';

interface TimeTrackProps {
  readonly range: RecordingRange;
  readonly instantMs: number;
  readonly past: boolean;
}

const height = 22;

/** How much happened when, what is not known, and where one stands. */
export function TimeTrack({ range, instantMs, past }: TimeTrackProps) {
  const t = useMessages(graphMessages).time;
  const { fromMs, toMs, activity, gaps } = range;
  const share = (atMs: number) => (100 * (atMs - fromMs)) / Math.max(1, toMs - fromMs);
  const outline = areaOf(activity);
  return (
    <span className={styles.picture} aria-hidden>
      <svg viewBox={`0 0 ${Math.max(1, activity.length)} ${height}`} preserveAspectRatio="none" aria-hidden>
        <path className={styles.activity} d={outline} />
      </svg>
      <span className={styles.passed} style={{ width: `${share(instantMs)}%` }}>
        <svg
          viewBox={`0 0 ${Math.max(1, activity.length)} ${height}`}
          preserveAspectRatio="none"
          aria-hidden
          style={{ width: `${10_000 / Math.max(0.01, share(instantMs))}%` }}
        >
          <path className={past ? styles.seen : styles.lived} d={outline} />
        </svg>
      </span>
      {gaps.map((gap) => (
        <span
          key={gap.fromMs}
          className={styles.gap}
          title={t.gap}
          style={{ left: `${share(gap.fromMs)}%`, width: `max(3px, ${share(gap.toMs) - share(gap.fromMs)}%)` }}
        />
      ))}
      <span className={styles.head} style={{ left: `${share(instantMs)}%` }} />
    </span>
  );
}

/** Events by share of time as steps; small numbers stay visible beside large ones. */
function areaOf(activity: readonly number[]): string {
  const most = Math.max(1, ...activity);
  const steps = activity.map((count, at) => {
    const y = height - (count === 0 ? 1 : 2 + (height - 3) * Math.sqrt(count / most));
    return `L${at} ${y.toFixed(1)}L${at + 1} ${y.toFixed(1)}`;
  });
  return `M0 ${height}${steps.join('')}L${activity.length} ${height}Z`;
}
