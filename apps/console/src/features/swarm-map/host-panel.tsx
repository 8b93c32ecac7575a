'use client';
import type { HostId } from '@damselfly/core';
import { X } from 'lucide-react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Link } from '../../ui/link.tsx';
import { uniqueKeys } from '../../ui/unique-keys.ts';
import { taskHref } from '../tasks/index.ts';
import { mapMessages } from './messages.ts';
import styles from './swarm-map.module.css';
import type { MapFlow, MapHost, SwarmMap } from './swarm-map.ts';

const shown = 8;

interface HostPanelProps {
  readonly host: MapHost;
  readonly map: SwarmMap;
  readonly onClose: () => void;
  readonly onPick: (host: HostId) => void;
}

/** What one host does: its load, and its transfers with their tasks. */
export function HostPanel({ host, map, onClose, onPick }: HostPanelProps) {
  const t = useMessages(mapMessages);
  const format = useFormat();
  const incoming = map.flows.flows.filter(({ to }) => to === host.id);
  const outgoing = map.flows.flows.filter(({ from }) => from === host.id);
  return (
    <aside className={styles.panel} aria-label={t.hostTitle(host.hostname)}>
      <header>
        <h2>{host.hostname}</h2>
        <Button look="quiet" size="icon" aria-label={t.close} title={t.close} onClick={onClose}>
          <X aria-hidden />
        </Button>
      </header>
      <p className="font-mono text-muted text-xs">{host.ip}</p>
      <div className="my-4">
        <Facts
          facts={[
            { term: t.uploads, value: `${format.number(host.uploads)} / ${format.number(host.uploadLimit)}` },
            {
              term: t.downloads,
              value: `${format.number(host.running)}${host.progress === undefined ? '' : ` · ${format.percent(host.progress)}`}`,
            },
          ]}
        />
      </div>
      <FlowList title={t.receives} end="from" {...{ flows: incoming, map, onPick }} />
      <FlowList title={t.sends} end="to" {...{ flows: outgoing, map, onPick }} />
      {incoming.length + outgoing.length === 0 && <p className="text-muted text-sm">{t.quiet}</p>}
    </aside>
  );
}

interface FlowListProps {
  readonly title: string;
  readonly flows: readonly MapFlow[];
  readonly end: 'from' | 'to';
  readonly map: SwarmMap;
  readonly onPick: (host: HostId) => void;
}

function FlowList({ title, flows, end, map, onPick }: FlowListProps) {
  const t = useMessages(mapMessages);
  const format = useFormat();
  if (flows.length === 0) return null;
  const total = flows.reduce((sum, { rateBps }) => sum + rateBps, 0);
  const nameOf = (id: HostId) => map.hosts.find((host) => host.id === id)?.hostname ?? id;
  return (
    <section className={styles.flows}>
      <h3>
        {title} <span>{format.rate(total)}</span>
      </h3>
      <ul>
        {uniqueKeys(flows.slice(0, shown), (flow) => `${flow[end]} ${flow.task}`).map(([key, flow]) => {
          const other = flow[end];
          return (
            <li key={key}>
              {other === null ? (
                <span>{t.origin}</span>
              ) : (
                <button type="button" onClick={() => onPick(other)}>
                  {nameOf(other)}
                </button>
              )}
              <span>{format.rate(flow.rateBps)}</span>
              {flow.task !== undefined && (
                <Link href={taskHref(flow.task)} title={t.openTask}>
                  {t.task} {flow.task.slice(0, 6)}
                </Link>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
