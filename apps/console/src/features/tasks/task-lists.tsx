'use client';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { useUrlState } from '../../ui/use-url-state.ts';
import { taskMessages } from './messages.ts';

const CatalogueList = loaded(() => import('./catalogue-list.tsx').then((part) => part.CatalogueList));

const TaskList = loaded(() => import('./task-list.tsx').then((part) => part.TaskList), <SkeletonRows rows={8} />);

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
