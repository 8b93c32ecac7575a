'use client';
import { HardDriveDownload, Layers, SearchX } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CommandLine } from '../../ui/command-line.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SettledSearch } from '../../ui/settled-search.tsx';
import { useUrlValue } from '../../ui/use-url-value.ts';
import type { ClusterHost } from './cluster.ts';
import { filterHosts } from './host-filter.ts';
import { HostsTable } from './hosts-table.tsx';

/** Rows drawn at once; the filter finds the rest. */
const shownAtOnce = 200;

interface HostsPanelProps {
  readonly hosts: readonly ClusterHost[];
  readonly kind: ClusterHost['kind'];
}

/** The peers of a cluster, filtered by what is typed. */
export function HostsPanel({ hosts, kind }: HostsPanelProps) {
  const [search, setSearch] = useUrlValue('q');
  const [limit, setLimit] = useState(shownAtOnce);
  if (hosts.length === 0) return <NoHosts kind={kind} />;
  const found = filterHosts(hosts, search);
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <SettledSearch
          label="Filter peers"
          placeholder="Name, address, IDC or version"
          value={search}
          onSettle={setSearch}
          className="min-w-56 flex-1 sm:max-w-sm"
        />
        <p role="status" className="ml-auto text-muted text-xs tabular-nums">
          {found.length === hosts.length ? `${hosts.length} in all` : `${found.length} of ${hosts.length}`}
        </p>
      </div>
      <Card aria-label={kind === 'seed' ? 'Seed peers' : 'Peers'}>
        {found.length === 0 ? (
          <EmptyState
            icon={SearchX}
            title="No peer matches"
            action={<Button onClick={() => setSearch('')}>Show all</Button>}
          >
            Nothing here has “{search}” in its name, address, IDC, location or version.
          </EmptyState>
        ) : (
          <HostsTable hosts={found.slice(0, limit)} label={kind === 'seed' ? 'Seed peers' : 'Peers'} />
        )}
        {found.length > limit && (
          <div className="flex justify-center border-line border-t p-3">
            <Button onClick={() => setLimit(limit + shownAtOnce)}>Show more of {found.length}</Button>
          </div>
        )}
      </Card>
    </>
  );
}

function NoHosts({ kind }: { readonly kind: ClusterHost['kind'] }) {
  return (
    <Card>
      <EmptyState
        icon={kind === 'seed' ? Layers : HardDriveDownload}
        title={kind === 'seed' ? 'No seed peer has announced itself' : 'No peer has announced itself'}
        action={
          <CommandLine
            command={kind === 'seed' ? 'node apps/peer/dist/dfdaemon.js --config seed.yaml' : 'npm start -- --peers 4'}
          />
        }
      >
        {kind === 'seed'
          ? 'Without one, the first peers of a task go to the origin themselves.'
          : 'A peer appears here as soon as it reaches a scheduler of this cluster.'}
      </EmptyState>
    </Card>
  );
}
