'use client';
import type { PullLane, PullPhaseKind } from '@damselfly/core';
import { type PointerEvent, useMemo, useState } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { axisMarks, type LaneShape, laneShape, rowPx } from './lane-shape.ts';
import { pullMessages } from './messages.ts';
import styles from './pull.module.css';
import type { Pull } from './pull.ts';

/** Units of the time axis: finer than any screen. */
const width = 2400;
const marksWanted = 7;
/** A phase narrower than this share says its name on demand only. */
const namedFrom = 0.09;

/** When each piece came, in a lane for each sender, under the phases of the download. */
export function PullChart({ pull }: { readonly pull: Pull }) {
  const t = useMessages(pullMessages).chart;
  const format = useFormat();
  const { fromMs, toMs, phases, lanes, failures } = pull.timeline;
  const durationMs = toMs - fromMs;
  const at = (ms: number) => `${(100 * (ms - fromMs)) / durationMs}%`;
  const marks = axisMarks(durationMs, marksWanted);
  return (
    <Card>
      <CardHeader title={t.label} note={t.note} />
      <div className={styles.chart}>
        <div className={styles.row}>
          <span className={styles.who} />
          <span className={styles.axis} aria-hidden>
            {marks.map((ms) => (
              <span key={ms} style={{ left: at(fromMs + ms) }}>
                {format.duration(ms)}
              </span>
            ))}
          </span>
        </div>
        <div className={styles.row}>
          <span className={styles.who}>{t.phases}</span>
          <ol className={styles.phases} aria-label={t.phases}>
            {phases.map(({ kind, fromMs: from, toMs: to }) => (
              <li
                key={from}
                className={phaseStyle(kind)}
                style={{ left: at(from), width: `${(100 * (to - from)) / durationMs}%` }}
                title={`${t.phase[kind]}, ${format.duration(to - from)}`}
              >
                <span className={(to - from) / durationMs < namedFrom ? 'sr-only' : styles.phaseName}>
                  {t.phase[kind]} <small className={styles.phaseMs}>{format.duration(to - from)}</small>
                </span>
              </li>
            ))}
          </ol>
        </div>
        {lanes.map((lane) => (
          <Lane key={lane.parent ?? 'source'} lane={lane} pull={pull} marks={marks} />
        ))}
        {lanes.length === 0 && <p className="py-6 text-center text-muted text-sm">{t.none}</p>}
        {failures.length > 0 && (
          <div className={styles.row}>
            <span className={styles.who}>{t.failed('')}</span>
            <span className={styles.failures}>
              {failures.map(({ atMs, reason }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two may fail in one millisecond
                <span key={index} style={{ left: at(atMs) }} title={t.failed(reason)} />
              ))}
            </span>
          </div>
        )}
      </div>
    </Card>
  );
}

interface LaneProps {
  readonly lane: PullLane;
  readonly pull: Pull;
  readonly marks: readonly number[];
}

function Lane({ lane, pull, marks }: LaneProps) {
  const t = useMessages(pullMessages).chart;
  const format = useFormat();
  const { fromMs, toMs } = pull.timeline;
  const shape = useMemo(() => laneShape(lane, fromMs, toMs, width), [lane, fromMs, toMs]);
  const [told, setTold] = useState('');
  const parent = lane.parent === null ? undefined : pull.record.parents.get(lane.parent);
  const height = shape.rows * rowPx + 1;
  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const atMs = fromMs + ((event.clientX - box.left) / box.width) * (toMs - fromMs);
    const bar = pieceAt(shape, atMs, Math.floor((event.clientY - box.top) / rowPx));
    if (bar === undefined) setTold('');
    else {
      const { piece, bytes, startMs, endMs } = bar;
      const rate = format.rate((bytes * 1000) / Math.max(1, endMs - startMs));
      const number = piece === undefined ? '' : `${t.piece(format.number(piece))} · `;
      setTold(`${number}${format.bytes(bytes)} · ${format.duration(endMs - startMs)} · ${rate}`);
    }
  };
  return (
    <div className={styles.row}>
      <span className={styles.who}>
        <b>
          {lane.parent === null ? t.origin : (parent?.hostname ?? t.left)}
          {parent?.kind === 'seed' && <Badge>{t.seed}</Badge>}
        </b>
        <small>
          {told === ''
            ? `${t.pieces(lane.pieces.length, format.number(lane.pieces.length))} · ${format.bytes(lane.bytes)} · ${format.rate(lane.pieceBps)}`
            : told}
        </small>
      </span>
      <span className={`${styles.lane} ${lane.parent === null ? styles.source : ''}`}>
        <svg
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          style={{ height }}
          aria-hidden
          onPointerMove={onPointerMove}
          onPointerLeave={() => setTold('')}
        >
          {marks.map((ms) => (
            <path key={ms} className={styles.mark} d={`M${(ms * width) / (toMs - fromMs)} 0v${height}`} />
          ))}
          <path d={shape.path} />
        </svg>
      </span>
    </div>
  );
}

const pieceAt = ({ bars, rows }: LaneShape, atMs: number, row: number) =>
  bars.find((bar) => bar.row === Math.min(rows - 1, row) && bar.piece.startMs <= atMs && bar.piece.endMs >= atMs)
    ?.piece;

const phaseStyle = (kind: PullPhaseKind): string => `${styles.phase} ${kind === 'transfer' ? styles.moving : ''}`;
