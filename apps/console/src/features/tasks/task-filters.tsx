'use client';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SettledSearch } from '../../ui/settled-search.tsx';
import { SavedViews } from '../saved-views/index.ts';
import { taskMessages } from './messages.ts';
import { type TaskSearch, taskStates } from './use-task-search.ts';

interface TaskFiltersProps {
  readonly search: TaskSearch;
  readonly onChange: (search: Partial<TaskSearch>) => void;
  /** How many match; absent until known. */
  readonly total: number | undefined;
}

/** The search box and the state filter above the list. */
export function TaskFilters({ search, onChange, total }: TaskFiltersProps) {
  const t = useMessages(taskMessages);
  const format = useFormat();
  const segments = [
    { value: 'all' as const, label: t.filters.all },
    ...taskStates.map((state) => ({ value: state, label: t.state[state] })),
  ];
  return (
    <search className="mb-4 flex flex-wrap items-center gap-3">
      <SettledSearch
        label={t.filters.search}
        placeholder={t.filters.placeholder}
        value={search.search}
        onSettle={(text) => onChange({ search: text })}
        className="min-w-56 flex-1 sm:max-w-sm"
      />
      <Segmented
        label={t.columns.state}
        value={search.state}
        segments={segments}
        onChange={(state) => onChange({ state })}
      />
      <p role="status" className="ml-auto text-muted text-xs tabular-nums">
        {total !== undefined && t.filters.count(total, format.number(total))}
      </p>
      <SavedViews />
    </search>
  );
}
