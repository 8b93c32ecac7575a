'use client';
import { useEffect, useState } from 'react';
import { SearchInput } from '../../ui/search-input.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { taskStateLabel } from './task-state.tsx';
import { type TaskSearch, taskStates } from './use-task-search.ts';

interface TaskFiltersProps {
  readonly search: TaskSearch;
  readonly onChange: (search: Partial<TaskSearch>) => void;
  /** How many match; absent until known. */
  readonly total: number | undefined;
}

const typingPauseMs = 200;
const segments = [
  { value: 'all' as const, label: 'All' },
  ...taskStates.map((state) => ({ value: state, label: taskStateLabel(state) })),
];

/** The search box and the state filter above the list. What is typed reaches the address after a short pause. */
export function TaskFilters({ search, onChange, total }: TaskFiltersProps) {
  const [typed, setTyped] = useState(search.search);
  const [known, setKnown] = useState(search.search);
  // The address changed from elsewhere: a link, or the button that shows everything.
  if (known !== search.search) {
    setKnown(search.search);
    setTyped(search.search);
  }
  useEffect(() => {
    if (typed === search.search) return;
    const timer = setTimeout(() => onChange({ search: typed }), typingPauseMs);
    return () => clearTimeout(timer);
  }, [typed, search.search, onChange]);
  return (
    <search className="mb-4 flex flex-wrap items-center gap-3">
      <SearchInput
        label="Search tasks"
        placeholder="URL, id, application or tag"
        value={typed}
        maxLength={2048}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && setTyped('')}
        className="min-w-56 flex-1 sm:max-w-sm"
      />
      <Segmented label="State" value={search.state} segments={segments} onChange={(state) => onChange({ state })} />
      <p role="status" className="ml-auto text-muted text-xs tabular-nums">
        {total !== undefined && `${total} ${total === 1 ? 'task' : 'tasks'}`}
      </p>
    </search>
  );
}
