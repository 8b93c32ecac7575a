'use client';
import type { ReactNode } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Input } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { SettledSearch } from '../../ui/settled-search.tsx';
import { TableBar } from '../../ui/table-bar.tsx';
import type { useUrlState } from '../../ui/use-url-state.ts';
import { type HostFilter, hostKinds, hostStates } from './host.ts';
import { hostMessages } from './messages.ts';

interface HostFiltersProps {
  readonly filter: HostFilter;
  readonly set: ReturnType<typeof useUrlState>['set'];
  readonly end: ReactNode;
}

/** What narrows the hosts; all of it stands in the address. */
export function HostFilters({ filter, set, end }: HostFiltersProps) {
  const t = useMessages(hostMessages);
  return (
    <TableBar end={end}>
      <SettledSearch
        label={t.search}
        placeholder={t.placeholder}
        value={filter.search ?? ''}
        onSettle={(q) => set({ q: q.trim() })}
        className="min-w-52 flex-1 sm:max-w-xs"
      />
      <Input
        key={filter.idc}
        aria-label={t.idcFilter}
        placeholder={t.idc}
        maxLength={1024}
        defaultValue={filter.idc ?? ''}
        onBlur={(event) => set({ idc: event.target.value.trim() })}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
        className="w-32 text-sm"
      />
      <Select
        aria-label={t.filters.kind}
        value={filter.kind ?? ''}
        options={[{ value: '', label: t.anyKind }, ...hostKinds.map((value) => ({ value, label: t.kinds[value] }))]}
        onChange={(kind) => set({ kind })}
      />
      <Select
        aria-label={t.filters.state}
        value={filter.state ?? ''}
        options={[{ value: '', label: t.anyState }, ...hostStates.map((value) => ({ value, label: t.states[value] }))]}
        onChange={(state) => set({ state })}
      />
    </TableBar>
  );
}
