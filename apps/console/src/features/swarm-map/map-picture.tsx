'use client';
import type { HostId } from '@damselfly/core';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { uniqueKeys } from '../../ui/unique-keys.ts';
import { bandBetween, bandWidth, freeLabels, sourcePoint } from './band-shape.ts';
import { HostMark } from './host-mark.tsx';
import { type IdcBox, layoutMap, type MapLayout, plane } from './map-layout.ts';
import { mapMessages } from './messages.ts';
import styles from './swarm-map.module.css';
import type { SwarmMap } from './swarm-map.ts';
import type { HostTraffic, IdcFlow } from './traffic.ts';

interface MapPictureProps {
  readonly map: SwarmMap;
  readonly between: readonly IdcFlow[];
  readonly traffic: ReadonlyMap<HostId, HostTraffic>;
  readonly picked: HostId | undefined;
  readonly onPick: (host: HostId | undefined) => void;
}

/** Boxes of hosts with bands between them. Arrow keys walk the hosts. */
export function MapPicture({ map, between, traffic, picked, onPick }: MapPictureProps) {
  const t = useMessages(mapMessages);
  const format = useFormat();
  const id = useId();
  const [active, setActive] = useState<HostId>();
  const layout = useMemo(() => layoutMap(map.hosts, map.hostsByIdc), [map.hosts, map.hostsByIdc]);
  const order = layout.boxes.flatMap(({ cells }) => cells.map(({ host }) => host.id));
  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextHost(event.key, layout, order, active);
    if (next !== undefined) setActive(next);
    else if (event.key === 'Enter' && active !== undefined) onPick(active);
    else if (event.key === 'Escape') onPick(undefined);
    else return;
    event.preventDefault();
  };
  const within = new Map(between.filter(({ from, to }) => from === to).map(({ to, bps }) => [to, bps]));
  return (
    <div
      className={styles.picture}
      role="listbox"
      tabIndex={0}
      aria-label={t.picture}
      aria-activedescendant={active === undefined ? undefined : `${id}-${active}`}
      onKeyDown={onKeyDown}
    >
      <svg viewBox={`0 0 ${plane.width} ${plane.height}`} role="presentation">
        <Bands layout={layout} between={between} faded={picked !== undefined} />
        {between.some(({ from }) => from === null) && (
          <g className={styles.origin} transform={`translate(${sourcePoint.x} ${sourcePoint.y})`} aria-hidden>
            <rect x={-44} y={-15} width={88} height={30} rx={15} />
            <text dy="0.36em">{t.origin}</text>
          </g>
        )}
        {layout.boxes.map((box) => (
          <g key={box.idc} className={styles.box}>
            <rect x={box.x} y={box.y} width={box.width} height={box.height} rx={12} />
            <text x={box.x + 14} y={box.y + 22} className={styles.idc}>
              {box.idc === '' ? t.noIdc : box.idc}
            </text>
            <text x={box.x + 14} y={box.y + 37} className={styles.fine}>
              {t.hosts(box.count, format.number(box.count))}
              {within.has(box.idc) && ` · ${t.within(format.rate(within.get(box.idc) ?? 0))}`}
            </text>
            {box.cells.map((cell) => (
              <HostMark
                key={cell.host.id}
                id={`${id}-${cell.host.id}`}
                cell={cell}
                side={layout.cell}
                traffic={traffic.get(cell.host.id)}
                active={cell.host.id === active}
                picked={cell.host.id === picked}
                onPick={onPick}
              />
            ))}
          </g>
        ))}
        {picked !== undefined && <HostWires layout={layout} map={map} host={picked} />}
      </svg>
    </div>
  );
}

const labelsMost = 9;

interface BandsProps {
  readonly layout: MapLayout;
  readonly between: readonly IdcFlow[];
  readonly faded: boolean;
}

function Bands({ layout, between, faded }: BandsProps) {
  const format = useFormat();
  const boxes = new Map(layout.boxes.map((box): [string, IdcBox] => [box.idc, box]));
  const bands = between.flatMap(({ from, to, bps }) => {
    const target = boxes.get(to);
    if (target === undefined || from === to) return [];
    return [{ key: `${from} ${to}`, from, bps, ...bandBetween(from === null ? undefined : boxes.get(from), target) }];
  });
  const most = Math.max(1, ...bands.map(({ bps }) => bps));
  return (
    <g className={faded ? styles.faded : undefined} aria-hidden>
      {bands.map(({ key, from, bps, path }) => (
        <g key={key} className={from === null ? styles.fromOrigin : styles.band}>
          <path d={path} strokeWidth={bandWidth(bps, most)} strokeOpacity={0.1 + 0.3 * (bps / most)} />
          {bps > most * 0.2 && (
            <path d={path} className={styles.moving} strokeWidth={Math.max(1.2, bandWidth(bps, most) * 0.24)} />
          )}
        </g>
      ))}
      {freeLabels(
        bands.map(({ key, bps, label }) => ({ key, bps, ...label })),
        layout.boxes,
        labelsMost,
      ).map(({ key, bps, x, y }) => (
        <text key={key} x={x} y={y} className={styles.rate} dy="0.35em">
          {format.rate(bps)}
        </text>
      ))}
    </g>
  );
}

/** Who sends to a host, and to whom it sends. */
function HostWires({
  layout,
  map,
  host,
}: {
  readonly layout: MapLayout;
  readonly map: SwarmMap;
  readonly host: HostId;
}) {
  const middle = (of: HostId | null) => {
    const cell = of === null ? undefined : layout.cellOf.get(of);
    if (of === null) return sourcePoint;
    return cell && { x: cell.x + layout.cell / 2, y: cell.y + layout.cell / 2 };
  };
  return (
    <g className={styles.wires} aria-hidden>
      {uniqueKeys(
        map.flows.flows.filter(({ from, to }) => from === host || to === host),
        ({ from, to, task }) => `${from} ${to} ${task}`,
      ).map(([key, { from, to }]) => {
        const [a, b] = [middle(from), middle(to)];
        if (a === undefined || b === undefined) return null;
        const bend = { x: (a.x + b.x) / 2 - (b.y - a.y) * 0.12, y: (a.y + b.y) / 2 + (b.x - a.x) * 0.12 };
        return (
          <path
            key={key}
            className={from === null ? styles.wireOrigin : from === host ? styles.wireOut : styles.wireIn}
            d={`M${a.x} ${a.y}Q${bend.x} ${bend.y} ${b.x} ${b.y}`}
          />
        );
      })}
    </g>
  );
}

/** The host a key leads to: along the order, or to the nearest one above or below. */
function nextHost(
  key: string,
  { cellOf }: MapLayout,
  order: readonly HostId[],
  active: HostId | undefined,
): HostId | undefined {
  const at = active === undefined ? -1 : order.indexOf(active);
  if (key === 'ArrowRight') return order[Math.min(order.length - 1, at + 1)];
  if (key === 'ArrowLeft') return order[Math.max(0, at - 1)];
  if (key === 'Home') return order[0];
  if (key === 'End') return order.at(-1);
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return undefined;
  const from = active === undefined ? undefined : cellOf.get(active);
  if (from === undefined) return order[0];
  const sign = key === 'ArrowDown' ? 1 : -1;
  let best: HostId | undefined = active;
  let shortest = Number.POSITIVE_INFINITY;
  for (const [host, { x, y }] of cellOf) {
    const away = (y - from.y) * sign;
    const distance = away + 2 * Math.abs(x - from.x);
    if (away <= 0 || distance >= shortest) continue;
    shortest = distance;
    best = host;
  }
  return best;
}
