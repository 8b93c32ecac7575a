'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TimeChart } from '../../ui/time-chart.tsx';
import { useUrlValue } from '../../ui/use-url-value.ts';
import { LoadProblem, useTRPC } from '../connection/index.ts';
import { overviewMessages } from './messages.ts';

const ranges = ['1h', '6h', '24h', '7d', '30d', '90d'] as const;
type RangeName = (typeof ranges)[number];
const usual: RangeName = '24h';
const refreshMs = 15_000;
const gib = 2 ** 30;

/** What moved over a time that one chooses, and what the peers saved in it, in bytes and in money. */
export function HistoryCard({ clusterId }: { readonly clusterId: number | undefined }) {
  const t = useMessages(overviewMessages).history;
  const series = useMessages(overviewMessages).throughput;
  const format = useFormat();
  const trpc = useTRPC();
  const [wanted, setWanted] = useUrlValue('range');
  const [application, setApplication] = useUrlValue('application');
  const range = ranges.find((name) => name === wanted) ?? usual;
  const filter = { range, ...(clusterId !== undefined && { clusterId }), ...(application !== '' && { application }) };
  const fresh = { refetchInterval: refreshMs, placeholderData: keepPreviousData };
  const history = useQuery(trpc.usage.history.queryOptions(filter, fresh));
  const applications = useQuery(trpc.usage.applications.queryOptions());
  const price = useQuery(trpc.usage.price.queryOptions());
  const data = history.data;
  const total = (data?.sourceBytes ?? 0) + (data?.peerBytes ?? 0);
  const stepSeconds = (data?.stepMs ?? 1000) / 1000;
  return (
    <Card aria-label={t.title} aria-busy={history.isPending}>
      <CardHeader
        title={t.title}
        actions={
          <>
            {(applications.data?.length ?? 0) > 0 && (
              <Select
                aria-label={t.application}
                value={application}
                onChange={setApplication}
                options={[
                  { value: '', label: t.allApplications },
                  ...(applications.data ?? []).map((name) => ({ value: name, label: name })),
                ]}
                className="max-w-44"
              />
            )}
            <Select
              aria-label={t.range}
              value={range}
              onChange={(name) => setWanted(name === usual ? '' : name)}
              options={ranges.map((name) => ({ value: name, label: t.ranges[name] }))}
            />
          </>
        }
      />
      {history.isError && data === undefined && (
        <LoadProblem what={t.what} error={history.error} onRetry={() => void history.refetch()} className="m-4 mt-0" />
      )}
      <dl className="grid grid-cols-2 gap-4 px-4 pb-4 sm:grid-cols-4 sm:px-5">
        <Figure term={t.hitRatio} value={data && (total === 0 ? '–' : format.percent(data.peerBytes / total))} />
        <Figure term={t.saved} value={data && format.bytes(data.peerBytes)} />
        <Figure
          term={t.money}
          value={data && price.data && format.money((data.peerBytes / gib) * price.data.perGib, price.data.currency)}
          note={price.data && t.price(format.money(price.data.perGib, price.data.currency))}
        />
        <Figure term={t.fromOrigin} value={data && format.bytes(data.sourceBytes)} />
      </dl>
      {data === undefined ? (
        <Skeleton className="mx-5 mb-5 h-44" />
      ) : (
        <TimeChart
          label={t.chart}
          atMs={data.points.map(({ startsAtMs }) => startsAtMs)}
          unit="bytes"
          valueText={format.rate}
          series={[
            {
              ...{ name: series.fromOrigin, colour: 'var(--origin)' },
              values: data.points.map(({ sourceBytes }) => sourceBytes / stepSeconds),
            },
            {
              ...{ name: series.fromPeers, colour: 'var(--downloading)' },
              values: data.points.map(({ peerBytes }) => peerBytes / stepSeconds),
            },
          ]}
          className="mx-4 mb-4 sm:mx-5"
        />
      )}
    </Card>
  );
}

interface FigureProps {
  readonly term: string;
  /** Absent until it is known. */
  readonly value: string | undefined;
  readonly note?: string | undefined;
}

function Figure({ term, value, note }: FigureProps) {
  return (
    <div className="min-w-0">
      <dt className="text-muted text-xs">{term}</dt>
      <dd className="mt-0.5 font-semibold text-lg tabular-nums tracking-[-0.015em]">
        {value ?? <Skeleton className="my-1 h-5 w-20" />}
        {note !== undefined && <span className="block font-normal text-muted text-xs tracking-normal">{note}</span>}
      </dd>
    </div>
  );
}
