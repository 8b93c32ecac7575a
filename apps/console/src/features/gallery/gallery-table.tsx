'use client';
import { useCallback, useMemo, useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { type Column, readSort, type Sort, sortText } from '../../ui/column.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { TableBar } from '../../ui/table-bar.tsx';
import { useUrlValue } from '../../ui/use-url-value.ts';

interface Host {
  readonly name: string;
  readonly idc: string;
  readonly freeGib: number;
}

const total = 10_000;
const pageSize = 200;
const hosts: readonly Host[] = Array.from({ length: total }, (_, i) => ({
  name: `host-${String(i).padStart(5, '0')}`,
  idc: `idc-${(i * 7) % 5}`,
  freeGib: (i * 7919) % 4096,
}));

const columns: readonly Column<Host>[] = [
  { id: 'name', header: 'Host', sortable: true, width: 'minmax(8rem, 2fr)', cell: (host) => host.name },
  { id: 'state', header: 'State', fromPx: 520, cell: () => <StatePill tone="done" label="Connected" /> },
  { id: 'idc', header: 'IDC', fromPx: 640, cell: ({ idc }) => idc },
  { id: 'free', header: 'Free', sortable: true, align: 'end', cell: ({ freeGib }) => `${freeGib} GiB` },
];

/** Ten thousand rows, paged as a server would. */
export function GalleryTable() {
  const [sortedBy, setSortedBy] = useUrlValue('sort');
  const [loaded, setLoaded] = useState(pageSize);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [density, setDensity] = useState<'calm' | 'dense'>('calm');
  const sort = useMemo(() => readSort(sortedBy, columns, { by: 'name', descending: false }), [sortedBy]);
  const rows = useMemo(() => sorted(sort).slice(0, loaded), [sort, loaded]);
  return (
    <div>
      <TableBar end={<span className="text-muted text-xs">{selected.size} selected</span>}>
        <Segmented
          label="Density"
          value={density}
          onChange={setDensity}
          segments={[
            { value: 'calm', label: 'Calm' },
            { value: 'dense', label: 'Dense' },
          ]}
        />
      </TableBar>
      <Card aria-label="Hosts">
        <DataTable
          label="Hosts"
          columns={columns}
          rows={rows}
          rowId={({ name }) => name}
          rowName={({ name }) => name}
          total={total}
          onMore={useCallback(() => setLoaded((before) => before + pageSize), [])}
          sort={sort}
          onSort={(next) => setSortedBy(sortText(next))}
          selected={selected}
          onSelect={setSelected}
          dense={density === 'dense'}
          className="max-h-96"
        />
      </Card>
    </div>
  );
}

function sorted({ by, descending }: Sort): Host[] {
  const sign = descending ? -1 : 1;
  return [...hosts].sort((a, b) => sign * (by === 'free' ? a.freeGib - b.freeGib : a.name.localeCompare(b.name)));
}
