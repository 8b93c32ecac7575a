'use client';
import { useQuery } from '@tanstack/react-query';
import { Waypoints } from 'lucide-react';
import { useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Link } from '../../ui/link.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { LoadProblem, useTRPC } from '../connection/index.ts';
import { useDrawer } from '../listing/index.ts';
import { useMay } from '../session/index.ts';
import { mapHref } from '../swarm-map/index.ts';
import { type Host, toneOf } from './host.ts';
import { HostFactsCard } from './host-facts.tsx';
import { HostLoad } from './host-load.tsx';
import { HostTasks } from './host-tasks.tsx';
import { HostTraffic } from './host-traffic.tsx';
import { hostMessages } from './messages.ts';
import { useDrain } from './use-drain.ts';

const DrainDialog = loaded(() => import('./drain-dialog.tsx').then((part) => part.DrainDialog));
const LabelsDrawer = loaded(() => import('./labels-drawer.tsx').then((part) => part.LabelsDrawer));

const refreshMs = 5000;
const nowMs = 1500;

/** One host: what it is, what it carries, and what moves to and from it. */
export function HostView({ id }: { readonly id: number }) {
  const t = useMessages(hostMessages);
  const trpc = useTRPC();
  const drawer = useDrawer();
  const host = useQuery(trpc.hosts.byId.queryOptions({ id }, { refetchInterval: refreshMs }));
  const now = useQuery(
    trpc.hosts.now.queryOptions({ id }, { refetchInterval: nowMs, enabled: host.data !== undefined }),
  );
  const { data } = host;
  return (
    <>
      <PageHeader
        crumbs={[{ label: t.title, href: '/hosts' }, { label: data?.hostname ?? t.numbered(id) }]}
        title={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {data?.hostname ?? t.numbered(id)}
            {data && <StatePill tone={toneOf[data.state]} label={t.states[data.state]} />}
            {data && <Badge>{t.kinds[data.kind]}</Badge>}
          </span>
        }
        note={data && <span className="font-mono text-xs">{`${data.ip}:${data.port}`}</span>}
        actions={data && <Actions host={data} />}
      />
      {host.isError && data === undefined && (
        <LoadProblem what={t.thisHost} error={host.error} onRetry={() => void host.refetch()} />
      )}
      {host.isPending && (
        <Card aria-busy>
          <SkeletonRows rows={6} />
        </Card>
      )}
      {data && (
        <div className="flex flex-col gap-5">
          <HostLoad host={data} uploads={now.data?.uploads} />
          <HostTraffic now={now.data} />
          <HostTasks tasks={now.data?.tasks} />
          <HostFactsCard host={data} onLabels={() => drawer.open('labels')} />
          {drawer.held === 'labels' && <LabelsDrawer host={data} onClose={drawer.close} />}
        </div>
      )}
    </>
  );
}

function Actions({ host }: { readonly host: Host }) {
  const t = useMessages(hostMessages);
  const may = useMay();
  const [asking, setAsking] = useState(false);
  const drain = useDrain();
  return (
    <>
      <Button asChild>
        <Link href={mapHref(host.schedulerClusterId)}>
          <Waypoints aria-hidden />
          {t.view.map}
        </Link>
      </Button>
      {may({ action: 'update', subject: 'Host' }) &&
        (host.draining ? (
          <Button disabled={drain.isPending} onClick={() => drain.mutate({ ids: [host.id], draining: false })}>
            {t.undrain}
          </Button>
        ) : (
          host.state !== 'left' && <Button onClick={() => setAsking(true)}>{t.drain}</Button>
        ))}
      {asking && <DrainDialog ids={[host.id]} onClose={() => setAsking(false)} />}
    </>
  );
}
