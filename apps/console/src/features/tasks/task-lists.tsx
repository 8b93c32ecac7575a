'use client';
import dynamic from 'next/dynamic';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { useUrlState } from '../../ui/use-url-state.ts';
import { taskMessages } from './messages.ts';
import { TaskList } from './task-list.tsx';

const CatalogueList = dynamic(() => import('./catalogue-list.tsx').then((module) => module.CatalogueList));

type View = 'now' | 'all';

const useView = (): View => (useUrlState().get('view') === 'all' ? 'all' : 'now');

/** What schedulers know now, or everything they ever told of. */
export function TaskViewChoice() {
  const t = useMessages(taskMessages).views;
  const url = useUrlState();
  return (
    <Segmented<View>
      label={t.label}
      value={useView()}
      segments={[
        { value: 'now', label: t.now },
        { value: 'all', label: t.all },
      ]}
      onChange={(view) => url.set({ view: view === 'all' ? view : '', state: '', kind: '', sort: '' })}
    />
  );
}

/** The tasks, as the address wants to see them. */
export function TaskLists() {
  return useView() === 'all' ? <CatalogueList /> : <TaskList />;
}
