'use client';
import { HardDriveDownload, Layers, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CommandLine } from '../../ui/command-line.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SettledSearch } from '../../ui/settled-search.tsx';
import { useUrlValue } from '../../ui/use-url-value.ts';
import type { ClusterHost } from './cluster.ts';
import { filterHosts } from './host-filter.ts';
import { HostsTable } from './hosts-table.tsx';
import { clusterMessages } from './messages.ts';

/** Rows drawn at once; the filter finds the rest. */
const shownAtOnce = 200;

interface HostsPanelProps {
  readonly hosts: readonly ClusterHost[];
  readonly kind: ClusterHost['kind'];
}

/** The peers of a cluster, filtered by what is typed. */
export function HostsPanel({ hosts, kind }: HostsPanelProps) {
  const t = useMessages(clusterMessages);
  const format = useFormat();
  const [search, setSearch] = useUrlValue('q');
  const [limit, setLimit] = useState(shownAtOnce);
  if (hosts.length === 0) return <NoHosts kind={kind} />;
  const found = filterHosts(hosts, search);
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <SettledSearch
          label={t.host.filter}
          placeholder={t.host.placeholder}
          value={search}
          onSettle={setSearch}
          className="min-w-56 flex-1 sm:max-w-sm"
        />
        <p role="status" className="ml-auto text-muted text-xs tabular-nums">
          {found.length === hosts.length
            ? t.host.all(format.number(hosts.length))
            : t.host.some(format.number(found.length), format.number(hosts.length))}
        </p>
      </div>
      <Card aria-label={kind === 'seed' ? t.seedPeers : t.peers}>
        {found.length === 0 ? (
          <EmptyState
            icon={SearchX}
            title={t.host.noMatch}
            action={<Button onClick={() => setSearch('')}>{t.host.showAll}</Button>}
          >
            {t.host.noMatchWhy(search)}
          </EmptyState>
        ) : (
          <HostsTable hosts={found.slice(0, limit)} label={kind === 'seed' ? t.seedPeers : t.peers} />
        )}
        {found.length > limit && (
          <div className="flex justify-center border-line border-t p-3">
            <Button onClick={() => setLimit(limit + shownAtOnce)}>{t.host.more(format.number(found.length))}</Button>
          </div>
        )}
      </Card>
    </>
  );
}

function NoHosts({ kind }: { readonly kind: ClusterHost['kind'] }) {
  const t = useMessages(clusterMessages).host;
  return (
    <Card>
      <EmptyState
        icon={kind === 'seed' ? Layers : HardDriveDownload}
        title={kind === 'seed' ? t.noSeed : t.noPeer}
        action={
          <CommandLine
            command={kind === 'seed' ? 'node apps/peer/dist/dfdaemon.js --config seed.yaml' : 'npm start -- --peers 4'}
          />
        }
      >
        {kind === 'seed' ? t.noSeedWhy : t.noPeerWhy}
      </EmptyState>
    </Card>
  );
}
