'use client';
import type { HostId } from '@damselfly/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Card } from '../../ui/card.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { LoadProblem, useFeed, useTRPC } from '../connection/index.ts';
import { MapLegend } from './map-legend.tsx';
import { MapPicture } from './map-picture.tsx';
import { mapMessages } from './messages.ts';
import styles from './swarm-map.module.css';
import type { SwarmMap } from './swarm-map.ts';
import { hostTraffic, idcFlows } from './traffic.ts';

const HostPanel = loaded(() => import('./host-panel.tsx').then((part) => part.HostPanel));
const IdcTable = loaded(() => import('./idc-table.tsx').then((part) => part.IdcTable));

/** A cluster as a map: IDCs, their hosts, and what flows between them, live. */
export function SwarmMapView({ id }: { readonly id: number }) {
  const t = useMessages(mapMessages);
  const trpc = useTRPC();
  const cluster = useQuery(trpc.clusters.byId.queryOptions({ id }));
  const [map, setMap] = useState<SwarmMap>();
  useFeed(trpc.clusters.watchMap.subscriptionOptions({ id }, { enabled: cluster.data !== undefined, onData: setMap }));
  const name = cluster.data?.cluster.name ?? `${id}`;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: t.clusters, href: '/clusters' },
          { label: name, href: `/clusters/${id}` },
          { label: t.title },
        ]}
        title={t.title}
        note={t.note}
      />
      {cluster.isError && cluster.data === undefined && (
        <LoadProblem what={t.theMap} error={cluster.error} onRetry={() => void cluster.refetch()} />
      )}
      {!cluster.isError && map === undefined && (
        <Card aria-busy className="p-5">
          <Skeleton className="h-96 w-full" />
        </Card>
      )}
      {map !== undefined && <MapCards map={map} />}
    </>
  );
}

function MapCards({ map }: { readonly map: SwarmMap }) {
  const t = useMessages(mapMessages);
  const format = useFormat();
  const [picked, setPicked] = useState<HostId>();
  const between = useMemo(() => idcFlows(map.flows.flows, map.hosts), [map]);
  const traffic = useMemo(() => hostTraffic(map.flows.flows), [map]);
  const all = Object.values(map.hostsByIdc).reduce((sum, count) => sum + count, 0);
  const host = map.hosts.find(({ id }) => id === picked);
  const { moreFlows, moreBps } = map.flows;
  return (
    <div className="flex flex-col gap-5">
      <Card className={styles.card}>
        <div className={styles.stage}>
          <MapPicture {...{ map, between, traffic, picked, onPick: setPicked }} />
          {host !== undefined && (
            <HostPanel {...{ host, map, onClose: () => setPicked(undefined), onPick: setPicked }} />
          )}
        </div>
        <MapLegend />
        {(all > map.hosts.length || moreFlows > 0) && (
          <p className={styles.note}>
            {all > map.hosts.length && t.shownOf(format.number(map.hosts.length), format.number(all))}{' '}
            {moreFlows > 0 && t.more(format.number(moreFlows), format.rate(moreBps))}
          </p>
        )}
      </Card>
      <IdcTable between={between} />
    </div>
  );
}
