'use client';
import { Pause, Play, StepBack, StepForward } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useFormat, useMessages } from '../../../i18n/locale-provider.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { graphMessages } from '../messages.ts';
import type { RecordingRange } from '../model/recording-source.ts';
import { type Replay, type ReplayState, replaySpeeds } from '../model/replay.ts';
import styles from './time-bar.module.css';
import { TimeTrack } from './time-track.tsx';

interface TimeBarProps {
  readonly replay: Replay;
  readonly state: ReplayState;
  /** There is a present to go back to. */
  readonly live: boolean;
}

const instantOf = (state: ReplayState, range: RecordingRange): number => state.atMs ?? range.toMs;

/** A slider over the recorded events of the task, and the player's buttons. */
export function TimeBar({ replay, state, live }: TimeBarProps) {
  const t = useMessages(graphMessages).time;
  const format = useFormat();
  const { range, atMs, playing, speed, problem } = state;
  if (range === undefined) return null;
  const instant = instantOf(state, range);
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : undefined;
    if (direction === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    void replay.step(direction);
  };
  const behind = format.duration(Math.max(0, range.toMs - instant));
  return (
    <section className={styles.bar} aria-label={t.label}>
      <div className={styles.buttons}>
        <button
          type="button"
          className={styles.live}
          aria-pressed={atMs === undefined}
          disabled={!live}
          title={live ? t.toLive : t.noLive}
          onClick={() => replay.leave()}
        >
          <span aria-hidden />
          {t.live}
        </button>
        <span className={styles.group}>
          <Step label={t.back} onStep={() => void replay.step(-1)} icon={StepBack} />
          <Step
            label={playing ? t.pause : t.play}
            onStep={() => (playing ? replay.pause() : replay.play())}
            icon={playing ? Pause : Play}
          />
          <Step label={t.forward} onStep={() => void replay.step(1)} icon={StepForward} />
        </span>
        <fieldset className={styles.speeds}>
          <legend className={styles.unseen}>{t.speed}</legend>
          {replaySpeeds.map((one) => (
            <button key={one} type="button" aria-pressed={one === speed} onClick={() => replay.setSpeed(one)}>
              {one}×
            </button>
          ))}
        </fieldset>
      </div>
      <div className={styles.track}>
        <TimeTrack range={range} instantMs={instant} past={atMs !== undefined} />
        <input
          type="range"
          aria-label={t.instant}
          aria-valuetext={`${format.clock(instant)}, ${atMs === undefined ? t.now : t.before(behind)}`}
          min={range.fromMs}
          max={range.toMs}
          step="any"
          value={instant}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            replay.pause();
            void replay.seek(Number(event.target.value));
          }}
        />
        <span className={styles.ends} aria-hidden>
          <span title={range.olderDropped ? t.older : undefined}>
            {range.olderDropped && '… '}
            {format.clock(range.fromMs)}
          </span>
          <span>{format.clock(range.toMs)}</span>
        </span>
      </div>
      <div className={styles.clock}>
        <b>{format.clock(instant)}</b>
        <span className={problem === '' ? styles.behind : styles.problem}>
          {problem === '' ? (atMs === undefined ? t.now : `−${behind}`) : problem}
        </span>
      </div>
      {atMs !== undefined && !playing && <CopyButton text={linkTo(atMs)} label={t.link} />}
    </section>
  );
}

interface StepProps {
  readonly label: string;
  readonly icon: typeof Play;
  readonly onStep: () => void;
}

function Step({ label, icon: Icon, onStep }: StepProps) {
  return (
    <button type="button" aria-label={label} title={label} onClick={onStep}>
      <Icon size={15} aria-hidden />
    </button>
  );
}

/** This page at an instant. */
function linkTo(atMs: number): string {
  const url = new URL(window.location.href);
  url.searchParams.set('at', String(Math.round(atMs)));
  return url.href;
}
