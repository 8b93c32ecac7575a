'use client';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { DateTime } from '../../ui/date-time.tsx';
import { Facts } from '../../ui/facts.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { useClusterNames } from '../clusters/index.ts';
import { type CataloguedTask, lifeLeftMs, peerShare } from '../tasks/index.ts';
import { copiesMessages } from './messages.ts';

/** What the schedulers of each cluster last told of a task. */
export function CatalogueFacts({ rows }: { readonly rows: readonly CataloguedTask[] | undefined }) {
  const t = useMessages(copiesMessages);
  const clusterName = useClusterNames();
  if (rows === undefined)
    return (
      <Card aria-busy aria-label={t.facts}>
        <SkeletonRows rows={2} />
      </Card>
    );
  if (rows.length === 0) return <p className="text-muted text-sm">{t.uncatalogued}</p>;
  return rows.map((row) => (
    <Card key={row.schedulerClusterId} aria-label={t.cluster(clusterName(row.schedulerClusterId))}>
      <CardHeader title={t.cluster(clusterName(row.schedulerClusterId))} />
      <Numbers row={row} />
    </Card>
  ));
}

function Numbers({ row }: { readonly row: CataloguedTask }) {
  const t = useMessages(copiesMessages);
  const format = useFormat();
  const { contentLength, totalPieces, pieceLength, heat, replicas, seedReplicas, createdAt, updatedAt, expiresAt } =
    row;
  const share = peerShare(row);
  const leftMs = lifeLeftMs(row, updatedAt.getTime());
  return (
    <Facts
      className="px-4 pb-5 sm:px-5"
      facts={[
        { term: t.replicas, value: t.replicasOf(format.number(replicas), format.number(seedReplicas)) },
        { term: t.heat, value: format.number(heat) },
        { term: t.size, value: contentLength === null ? '–' : format.bytes(contentLength) },
        {
          term: t.pieces,
          value:
            totalPieces === null
              ? '–'
              : pieceLength === null
                ? format.number(totalPieces)
                : t.piecesOf(format.number(totalPieces), format.bytes(pieceLength)),
        },
        { term: t.fromPeers, value: share === undefined ? '–' : format.percent(share) },
        { term: t.created, value: <DateTime atMs={createdAt.getTime()} /> },
        { term: t.updated, value: <RelativeTime atMs={updatedAt.getTime()} /> },
        {
          term: t.expires,
          value:
            expiresAt === null || leftMs === undefined ? (
              t.never
            ) : (
              <time dateTime={expiresAt.toISOString()} title={format.dateTime(expiresAt.getTime())}>
                {t.expiresIn(format.duration(leftMs))}
              </time>
            ),
        },
      ]}
    />
  );
}
