'use client';
import { useQuery } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { Skeleton, SkeletonRows } from '../../ui/skeleton.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { LoadProblem, useTRPC } from '../connection/index.ts';
import { useDrawer } from '../listing/index.ts';
import { useMay } from '../session/index.ts';
import { quotaMessages } from './messages.ts';
import type { Quota, QuotaUsage, TenantQuotas } from './quota.ts';
import { QuotaMeter } from './quota-meter.tsx';

const QuotaDrawer = loaded(() => import('./quota-drawer.tsx').then((part) => part.QuotaDrawer));
const TimeChart = loaded(
  () => import('../../ui/time-chart.tsx').then((part) => part.TimeChart),
  <Skeleton className="mx-5 mb-5 h-44" />,
);

const refreshMs = 10_000;

interface TenantPanelProps {
  readonly tenant: TenantQuotas['tenant'];
  /** Whose they are has to be said: there are others on the page. */
  readonly named: boolean;
}

/** Every quota of a tenant, and what came from origins day by day. */
export function TenantPanel({ tenant, named }: TenantPanelProps) {
  const t = useMessages(quotaMessages);
  const trpc = useTRPC();
  const may = useMay();
  const drawer = useDrawer('quota');
  const { data, error, refetch } = useQuery(
    trpc.quotas.usage.queryOptions({ tenantId: tenant.id }, { refetchInterval: refreshMs }),
  );
  const changed = data?.quotas.find(({ kind }) => kind === drawer.held);
  return (
    <div className="flex flex-col gap-6">
      <Card aria-label={t.ofTenant(tenant.name)} aria-busy={data === undefined}>
        <CardHeader title={named ? t.ofTenant(tenant.name) : t.title} />
        {data === undefined && error === null && <SkeletonRows rows={4} className="border-line border-t" />}
        {data === undefined && error !== null && (
          <LoadProblem what={t.theQuotas} error={error} onRetry={() => void refetch()} className="m-4 mt-0" />
        )}
        <ul>
          {data?.quotas.map((quota) => (
            <QuotaLine
              key={quota.kind}
              quota={quota}
              onChange={may({ action: 'update', subject: 'Quota' }) ? () => drawer.open(quota.kind) : undefined}
            />
          ))}
        </ul>
      </Card>
      {data !== undefined && <OriginDays usage={data} />}
      {changed !== undefined && <QuotaDrawer tenant={tenant} quota={changed} onClose={drawer.close} />}
    </div>
  );
}

function QuotaLine({ quota, onChange }: { readonly quota: Quota; readonly onChange: (() => void) | undefined }) {
  const t = useMessages(quotaMessages);
  const format = useFormat();
  return (
    <li className="grid items-center gap-x-6 gap-y-2 border-line border-t px-4 py-3.5 sm:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)_auto] sm:px-5">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-medium text-sm">
          {t.kinds[quota.kind]}
          {quota.level !== 'free' && (
            <StatePill tone={quota.level === 'hard' ? 'failed' : 'origin'} label={t.levels[quota.level]} />
          )}
        </p>
        <p className="mt-0.5 text-pretty text-muted text-xs">
          {t.why[quota.kind]}
          {quota.resetsAt !== null && ` ${t.resets(format.time(quota.resetsAt.getTime()))}`}
        </p>
      </div>
      <QuotaMeter quota={quota} />
      {onChange !== undefined && (
        <Button size="sm" aria-label={`${t.change}: ${t.kinds[quota.kind]}`} onClick={onChange}>
          <Pencil aria-hidden />
          {t.change}
        </Button>
      )}
    </li>
  );
}

function OriginDays({ usage }: { readonly usage: QuotaUsage }) {
  const t = useMessages(quotaMessages);
  const format = useFormat();
  return (
    <Card aria-label={t.days}>
      <CardHeader title={t.days} />
      {usage.originDays.length === 0 ? (
        <p className="px-4 pb-4 text-muted text-sm sm:px-5">{t.daysNone}</p>
      ) : (
        <TimeChart
          label={t.days}
          atMs={usage.originDays.map(({ startsAt }) => startsAt.getTime())}
          unit="bytes"
          valueText={format.bytes}
          series={[
            {
              ...{ name: t.kinds.origin_bytes_per_day, colour: 'var(--origin)' },
              values: usage.originDays.map(({ bytes }) => bytes),
            },
          ]}
          className="mx-4 mb-4 sm:mx-5"
        />
      )}
    </Card>
  );
}
