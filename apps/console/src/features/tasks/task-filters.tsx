'use client';
import { Segmented } from '../../ui/segmented.tsx';
import { SettledSearch } from '../../ui/settled-search.tsx';
import { taskStateLabel } from './task-state.tsx';
import { type TaskSearch, taskStates } from './use-task-search.ts';

interface TaskFiltersProps {
  readonly search: TaskSearch;
  readonly onChange: (search: Partial<TaskSearch>) => void;
  /** How many match; absent until known. */
  readonly total: number | undefined;
}

const segments = [
  { value: 'all' as const, label: 'All' },
  ...taskStates.map((state) => ({ value: state, label: taskStateLabel(state) })),
];

/** The search box and the state filter above the list. */
export function TaskFilters({ search, onChange, total }: TaskFiltersProps) {
  return (
    <search className="mb-4 flex flex-wrap items-center gap-3">
      <SettledSearch
        label="Search tasks"
        placeholder="URL, id, application or tag"
        value={search.search}
        onSettle={(text) => onChange({ search: text })}
        className="min-w-56 flex-1 sm:max-w-sm"
      />
      <Segmented label="State" value={search.state} segments={segments} onChange={(state) => onChange({ state })} />
      <p role="status" className="ml-auto text-muted text-xs tabular-nums">
        {total !== undefined && `${total} ${total === 1 ? 'task' : 'tasks'}`}
      </p>
    </search>
  );
}
