'use client';
import { useQuery } from '@tanstack/react-query';
import { Gauge } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { useUrlState } from '../../ui/use-url-state.ts';
import { useTRPC } from '../connection/index.ts';
import { type LocalColumn, LocalList } from '../listing/index.ts';
import { useSession } from '../session/index.ts';
import { quotaMessages } from './messages.ts';
import { fullness, type TenantQuotas } from './quota.ts';
import { QuotaMeter } from './quota-meter.tsx';
import { TenantPanel } from './tenant-panel.tsx';

const refreshMs = 10_000;

/** What tenants use: all of them as a list, and one in full. */
export function QuotaView() {
  const t = useMessages(quotaMessages);
  const trpc = useTRPC();
  const url = useUrlState();
  const { data: session } = useSession();
  const quotas = useQuery(trpc.quotas.list.queryOptions(undefined, { refetchInterval: refreshMs }));
  const columns = useColumns();
  const several = (quotas.data?.length ?? 0) > 1;
  const wanted = url.get('tenant') || session?.tenant.id;
  const shown = quotas.data?.find(({ tenant }) => tenant.id === wanted) ?? quotas.data?.[0];
  return (
    <>
      <PageHeader title={t.title} note={t.note} />
      {(several || quotas.data === undefined) && (
        <div className="mb-6">
          <LocalList
            label={t.title}
            what={t.theQuotas}
            search={t.search}
            placeholder={t.placeholder}
            reading={quotas}
            columns={columns}
            sort={{ by: 'tenant', descending: false }}
            textOf={({ tenant }) => `${tenant.name} ${tenant.slug}`}
            rowId={({ tenant }) => tenant.id}
            rowName={({ tenant }) => tenant.name}
            onOpen={({ tenant }) => url.set({ tenant: tenant.id })}
            empty={
              <EmptyState icon={Gauge} title={t.title}>
                {t.note}
              </EmptyState>
            }
          />
        </div>
      )}
      {shown !== undefined && <TenantPanel key={shown.tenant.id} tenant={shown.tenant} named={several} />}
    </>
  );
}

const kinds = ['jobs_per_minute', 'concurrent_preheat_bytes', 'origin_bytes_per_day', 'seed_cached_bytes'] as const;

function useColumns(): readonly LocalColumn<TenantQuotas>[] {
  const t = useMessages(quotaMessages);
  return [
    {
      ...{ id: 'tenant', header: t.tenant, width: 'minmax(8rem, 1.2fr)', sortBy: ({ tenant }) => tenant.name },
      cell: ({ tenant }) => <span className="block truncate font-medium">{tenant.name}</span>,
    },
    ...kinds.map(
      (kind, index): LocalColumn<TenantQuotas> => ({
        ...{ id: kind, header: t.kinds[kind], fromPx: 420 + index * 160 },
        sortBy: ({ quotas }) => {
          const quota = quotas.find((one) => one.kind === kind);
          return quota === undefined ? 0 : fullness(quota);
        },
        cell: ({ quotas }) => {
          const quota = quotas.find((one) => one.kind === kind);
          return quota === undefined ? '–' : <QuotaMeter quota={quota} quiet />;
        },
      }),
    ),
  ];
}
