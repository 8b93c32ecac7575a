'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { cn } from '../../ui/cn.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { SplitBar } from '../../ui/split-bar.tsx';
import { useTRPC } from '../connection/index.ts';
import type { HostFilter } from './host.ts';
import { hostMessages } from './messages.ts';
import { byVersion, colours } from './versions.ts';

interface VersionBoardProps {
  /** Which hosts are counted; their version does not matter. */
  readonly filter: HostFilter;
  readonly chosen: string;
  readonly onChoose: (version: string) => void;
}

/** How many hosts run which version, the most common first; a press narrows the list to one. */
export function VersionBoard({ filter: { version: _, ...filter }, chosen, onChoose }: VersionBoardProps) {
  const t = useMessages(hostMessages).versions;
  const format = useFormat();
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.hosts.versions.queryOptions(filter, { staleTime: 10_000, placeholderData: keepPreviousData }),
  );
  const { shown, rest, total } = byVersion(data ?? [], colours.length - 1);
  if (data !== undefined && total === 0) return null;
  const nameOf = (version: string) => (version === '' ? t.unknown : version);
  const parts = [
    ...shown.map(({ version, hosts }, i) => ({ label: nameOf(version), value: hosts, colour: colours[i] ?? '' })),
    ...(rest.hosts > 0
      ? [{ label: t.more(format.number(rest.versions)), value: rest.hosts, colour: colours.at(-1) ?? '' }]
      : []),
  ];
  const words = parts.map(({ label, value }) =>
    t.one(label, t.hosts(value, format.number(value)), format.percent(value / total)),
  );
  return (
    <Card aria-label={t.title} aria-busy={data === undefined} className="mb-5">
      <CardHeader
        title={t.title}
        note={data && t.note(shown.length + rest.versions, format.number(shown.length + rest.versions))}
      />
      <div className="px-4 pb-4 sm:px-5">
        {data === undefined ? (
          <Skeleton className="h-2 w-full rounded-full" />
        ) : (
          <>
            <SplitBar parts={parts} label={t.bar(format.list(words))} />
            <ul className="mt-3 flex flex-wrap gap-x-2 gap-y-1">
              {shown.map(({ version, hosts }, i) => (
                <li key={version}>
                  <button
                    type="button"
                    aria-pressed={chosen === version}
                    disabled={version === ''}
                    title={version === '' ? undefined : t.only(version)}
                    onClick={() => onChoose(chosen === version ? '' : version)}
                    className={cn(
                      '-ml-1.5 flex h-7 items-center gap-2 rounded-sm px-1.5 text-xs enabled:hover:bg-hover pointer-coarse:h-11',
                      chosen === version && 'bg-hover ring-1 ring-line',
                    )}
                  >
                    <span aria-hidden className={cn('size-2 rounded-full', colours[i])} />
                    <span className="font-medium font-mono">{nameOf(version)}</span>
                    <span className="text-muted tabular-nums">
                      {format.number(hosts)} · {format.percent(hosts / total)}
                    </span>
                  </button>
                </li>
              ))}
              {rest.hosts > 0 && (
                <li className="flex h-7 items-center gap-2 px-1.5 text-muted text-xs">
                  <span aria-hidden className={cn('size-2 rounded-full', colours.at(-1))} />
                  {t.more(format.number(rest.versions))}
                </li>
              )}
            </ul>
          </>
        )}
      </div>
    </Card>
  );
}
