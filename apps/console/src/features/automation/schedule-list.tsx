'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { CalendarClock, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Switch } from '../../ui/switch.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { type LocalColumn, LocalList, listingMessages, RowMenu, useDone, useDrawer } from '../listing/index.ts';
import { contentOf, PreheatNav } from '../preheat/index.ts';
import { useMay } from '../session/index.ts';
import { automationMessages } from './messages.ts';
import { presetOf, type Schedule } from './schedule.ts';

const ScheduleDrawer = loaded(() => import('./schedule-drawer.tsx').then((part) => part.ScheduleDrawer));
const RemoveDialog = loaded(() => import('./remove-dialog.tsx').then((part) => part.RemoveSchedule));

const refreshMs = 15_000;

/** Preheats by the clock. */
export function ScheduleList() {
  const t = useMessages(automationMessages).schedules;
  const trpc = useTRPC();
  const may = useMay();
  const drawer = useDrawer();
  const schedules = useQuery(trpc.schedules.list.queryOptions(undefined, { refetchInterval: refreshMs }));
  const [leaving, setLeaving] = useState<Schedule>();
  const mayEdit = may({ action: 'update', subject: 'Schedule' });
  const held = schedules.data?.find(({ id }) => String(id) === drawer.held);
  const create = may({ action: 'create', subject: 'Schedule' }) && (
    <Button look="primary" onClick={() => drawer.open('new')}>
      <Plus aria-hidden />
      {t.create}
    </Button>
  );
  return (
    <>
      <PageHeader title={t.title} note={t.note} actions={create} />
      <PreheatNav />
      <LocalList
        label={t.title}
        what={t.what}
        search={t.search}
        placeholder={t.placeholder}
        reading={schedules}
        columns={useColumns({
          nowMs: schedules.dataUpdatedAt,
          onEdit: ({ id }) => drawer.open(String(id)),
          onRemove: setLeaving,
        })}
        sort={{ by: 'next', descending: false }}
        textOf={(schedule) => `${schedule.name} ${contentOf(schedule)}`}
        rowId={({ id }) => String(id)}
        rowName={({ name }) => name}
        onOpen={mayEdit ? ({ id }) => drawer.open(String(id)) : undefined}
        empty={
          <EmptyState icon={CalendarClock} title={t.none} action={create}>
            {t.noneWhy}
          </EmptyState>
        }
      />
      {(drawer.held === 'new' || (held !== undefined && mayEdit)) && (
        <ScheduleDrawer key={drawer.held} schedule={held} onClose={drawer.close} />
      )}
      {leaving !== undefined && <RemoveDialog schedule={leaving} onClose={() => setLeaving(undefined)} />}
    </>
  );
}

interface ColumnNeeds {
  readonly nowMs: number;
  readonly onEdit: (schedule: Schedule) => void;
  readonly onRemove: (schedule: Schedule) => void;
}

/** After everything that has a time. */
const farAway = Number.MAX_SAFE_INTEGER;

function useColumns({ nowMs, ...needs }: ColumnNeeds): readonly LocalColumn<Schedule>[] {
  const t = useMessages(automationMessages).schedules;
  const format = useFormat();
  const nextMs = ({ enabled, nextRunAt }: Schedule) => (enabled ? nextRunAt?.getTime() : undefined);
  return [
    {
      ...{ id: 'name', header: t.columns.name, width: 'minmax(9rem, 2fr)', sortBy: ({ name }) => name },
      cell: (schedule) => (
        <span className="block min-w-0">
          <span className="block truncate font-medium">{schedule.name}</span>
          <span className="block truncate text-muted text-xs">{contentOf(schedule)}</span>
        </span>
      ),
    },
    {
      ...{ id: 'rhythm', header: t.columns.rhythm, width: 'minmax(8rem, 1.2fr)', fromPx: 620 },
      cell: ({ cron, timeZone }) => {
        const preset = presetOf(cron);
        return (
          <span className="block min-w-0">
            <span className="block truncate">
              {preset === undefined ? <span className="font-mono text-xs">{cron}</span> : t.presets[preset]}
            </span>
            <span className="block truncate text-muted text-xs">{timeZone}</span>
          </span>
        );
      },
    },
    {
      ...{ id: 'next', header: t.columns.next, width: '9rem', align: 'end' },
      sortBy: (schedule) => nextMs(schedule) ?? farAway,
      cell: (schedule) => {
        const at = nextMs(schedule);
        if (at === undefined) return <span className="text-muted">{t.off}</span>;
        return (
          <time dateTime={new Date(at).toISOString()} title={format.dateTime(at)}>
            {t.in(format.duration(Math.max(0, at - nowMs)))}
          </time>
        );
      },
    },
    {
      ...{ id: 'last', header: t.columns.last, width: '7rem', align: 'end', fromPx: 760 },
      sortBy: ({ lastRunAt }) => lastRunAt?.getTime() ?? 0,
      cell: ({ lastRunAt }) => (lastRunAt === null ? t.never : <RelativeTime atMs={lastRunAt.getTime()} />),
    },
    {
      ...{ id: 'enabled', header: t.columns.enabled, width: '4.5rem', align: 'end' },
      cell: (schedule) => <Enabled schedule={schedule} />,
    },
    {
      ...{ id: 'actions', header: '', width: '3.5rem', align: 'end' },
      cell: (schedule) => <Actions schedule={schedule} {...needs} />,
    },
  ];
}

function Enabled({ schedule: { id, name, enabled } }: { readonly schedule: Schedule }) {
  const t = useMessages(automationMessages).schedules;
  const trpc = useTRPC();
  const toast = useToast();
  const textOf = useFailureText();
  const done = useDone();
  const mayChange = useMay()({ action: 'update', subject: 'Schedule' });
  const update = useMutation(
    trpc.schedules.update.mutationOptions({
      onSuccess: (row) => done({ title: t.switched(row.name, row.enabled) }),
      onError: (error) => toast({ title: t.notSwitched, detail: textOf(error), tone: 'failed' }),
    }),
  );
  return (
    <Switch
      label={t.toggle(name)}
      checked={enabled}
      disabled={!mayChange || update.isPending}
      onChange={(next) => update.mutate({ id, change: { enabled: next } })}
    />
  );
}

function Actions({ schedule, onEdit, onRemove }: Omit<ColumnNeeds, 'nowMs'> & { readonly schedule: Schedule }) {
  const words = useMessages(listingMessages);
  const may = useMay();
  const mayEdit = may({ action: 'update', subject: 'Schedule' });
  const mayRemove = may({ action: 'delete', subject: 'Schedule' });
  if (!mayEdit && !mayRemove) return null;
  return (
    <RowMenu name={schedule.name}>
      {mayEdit && (
        <MenuItem onSelect={() => onEdit(schedule)}>
          <Pencil aria-hidden />
          {words.edit}
        </MenuItem>
      )}
      {mayRemove && (
        <>
          <MenuSeparator />
          <MenuItem onSelect={() => onRemove(schedule)}>
            <Trash2 aria-hidden />
            {words.remove}
          </MenuItem>
        </>
      )}
    </RowMenu>
  );
}
