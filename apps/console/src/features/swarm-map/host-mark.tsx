'use client';
import type { HostId } from '@damselfly/core';
import { memo } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import type { HostCell } from './map-layout.ts';
import { mapMessages } from './messages.ts';
import styles from './swarm-map.module.css';
import type { HostTraffic } from './traffic.ts';

interface HostMarkProps {
  readonly id: string;
  readonly cell: HostCell;
  readonly side: number;
  readonly traffic: HostTraffic | undefined;
  readonly active: boolean;
  readonly picked: boolean;
  readonly onPick: (host: HostId | undefined) => void;
}

/** A host: filled as far as its downloads are, framed the stronger the more it serves. */
export const HostMark = memo(function HostMark({ id, cell, side, traffic, active, picked, onPick }: HostMarkProps) {
  const t = useMessages(mapMessages);
  const format = useFormat();
  const { host, x, y } = cell;
  const load = host.uploadLimit === 0 ? 0 : Math.min(1, host.uploads / host.uploadLimit);
  const serving = traffic !== undefined && traffic.outBps > 0;
  const filled = host.running > 0 ? (host.progress ?? 0.15) : 0;
  const radius = host.kind === 'seed' ? side * 0.36 : side * 0.2;
  const words = `${host.hostname}, ${t.describe(host.idc || t.noIdc, format.number(host.running), format.rate(traffic?.inBps ?? 0))}`;
  const look = [styles.host, host.kind === 'seed' ? styles.seed : '', host.stale ? styles.stale : ''].join(' ');
  return (
    <g
      id={id}
      className={look}
      role="option"
      tabIndex={-1}
      aria-selected={picked}
      aria-label={words}
      onClick={() => onPick(host.id)}
    >
      <title>{words}</title>
      <rect x={x} y={y} width={side} height={side} rx={radius} className={styles.ground} />
      {filled > 0 && (
        <rect
          x={x + 1}
          y={y + 1 + (side - 2) * (1 - filled)}
          width={side - 2}
          height={(side - 2) * filled}
          rx={Math.min(radius, 3)}
          className={styles.filled}
        />
      )}
      <rect
        x={x + 0.75}
        y={y + 0.75}
        width={side - 1.5}
        height={side - 1.5}
        rx={radius}
        className={styles.frame}
        style={{ strokeOpacity: serving ? 0.55 + 0.45 * load : undefined }}
        data-serving={serving}
      />
      {(active || picked) && (
        <rect x={x - 3} y={y - 3} width={side + 6} height={side + 6} rx={radius + 3} className={styles.ring} />
      )}
    </g>
  );
});
