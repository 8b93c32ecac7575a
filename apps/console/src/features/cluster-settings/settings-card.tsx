'use client';
import { useQuery } from '@tanstack/react-query';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Link } from '../../ui/link.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { clusterHref } from '../cluster-choice/index.ts';
import { LoadProblem, useTRPC } from '../connection/index.ts';
import { settingsMessages } from './messages.ts';
import { type BlockList, blockPlaces, type ClusterInForce, countOf, limitNames, rulesAt } from './settings.ts';
import { useSettingNames } from './use-setting-names.ts';

/** The settings of a cluster that are in force, to be read. */
export function SettingsCard({ id }: { readonly id: number }) {
  const t = useMessages(settingsMessages);
  const trpc = useTRPC();
  const cluster = useQuery(trpc.clusters.settings.queryOptions({ id }));
  if (cluster.isError && cluster.data === undefined)
    return <LoadProblem what={t.thisCluster} error={cluster.error} onRetry={() => void cluster.refetch()} />;
  return (
    <Card aria-label={t.settings} aria-busy={cluster.isPending}>
      {cluster.data === undefined ? <SkeletonRows rows={4} /> : <InForce cluster={cluster.data} />}
    </Card>
  );
}

function InForce({ cluster: { id, settings, revision, seedPeerClusterId } }: { readonly cluster: ClusterInForce }) {
  const t = useMessages(settingsMessages);
  const format = useFormat();
  const { scopes } = settings;
  const scoped = [
    ['scopes.cidrs', scopes.cidrs],
    ['scopes.hostnames', scopes.hostnames],
    ['scopes.idc', scopes.idc.split('|').filter(Boolean)],
    ['scopes.location', scopes.location === '' ? [] : [scopes.location]],
  ] as const;
  const said = scoped.filter(([, texts]) => texts.length > 0);
  return (
    <div className="divide-y divide-line [&>section]:pb-4">
      <section>
        <CardHeader title={t.sections.scopes} />
        {said.length === 0 ? (
          <p className="px-4 text-sm sm:px-5">{t.nobody}</p>
        ) : (
          <dl className="grid gap-3 px-4 sm:px-5">
            {said.map(([name, texts]) => (
              <Texts key={name} term={t.fields[name]} texts={texts} />
            ))}
          </dl>
        )}
      </section>
      <section>
        <CardHeader title={t.sections.limits} />
        <Facts
          className="px-4 sm:px-5"
          facts={limitNames.map((name) => ({ term: t.fields[name], value: format.number(settings[name]) }))}
        />
      </section>
      <section>
        <CardHeader title={t.sections.blocks} />
        <dl className="grid gap-3 px-4 sm:px-5">
          <Blocks path="peerBlockList" list={settings.peerBlockList} />
          <Blocks path="seedPeerBlockList" list={settings.seedPeerBlockList} />
        </dl>
      </section>
      <p className="px-4 py-3 text-muted text-xs sm:px-5">
        {seedPeerClusterId === null ? (
          t.noSeeds
        ) : (
          <Link href={clusterHref('/seed-peers', id)} className="text-link hover:underline">
            {t.seeds(seedPeerClusterId)}
          </Link>
        )}{' '}
        {t.revisionOf(format.number(revision))}
      </p>
    </div>
  );
}

function Blocks({ path, list }: { readonly path: 'peerBlockList' | 'seedPeerBlockList'; readonly list: BlockList }) {
  const t = useMessages(settingsMessages);
  const nameOf = useSettingNames();
  const filled = blockPlaces.filter((place) => countOf(rulesAt(list, place)) > 0);
  if (filled.length === 0) return <Texts term={t.lists[path]} texts={[]} />;
  return filled.flatMap((place) => {
    const { applications, urls, tags, priorities } = rulesAt(list, place);
    return Object.entries({ applications, urls, tags, priorities: priorities.map(String) })
      .filter(([, texts]) => texts.length > 0)
      .map(([rule, texts]) => (
        <Texts
          key={`${place.family} ${place.direction} ${rule}`}
          term={nameOf(`${path}.${place.family}.${place.direction}.${rule}`)}
          texts={texts}
        />
      ));
  });
}

function Texts({ term, texts }: { readonly term: string; readonly texts: readonly string[] }) {
  const t = useMessages(settingsMessages).diff;
  return (
    <div className="grid gap-x-4 gap-y-1 sm:grid-cols-[16rem_minmax(0,1fr)]">
      <dt className="text-muted text-sm">{term}</dt>
      <dd className="flex flex-wrap gap-1.5 text-sm">
        {texts.length === 0
          ? t.nothing
          : texts.map((text) => (
              <Badge key={text} className="h-auto min-h-5 whitespace-normal font-mono [overflow-wrap:anywhere]">
                {text}
              </Badge>
            ))}
      </dd>
    </div>
  );
}
