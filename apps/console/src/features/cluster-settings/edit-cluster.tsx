'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Card } from '../../ui/card.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { LoadProblem, useTRPC } from '../connection/index.ts';
import { useDone } from '../listing/index.ts';
import { useMay } from '../session/index.ts';
import { ClusterForm } from './cluster-form.tsx';
import { changedParts, changesBetween } from './diff.ts';
import { settingsMessages } from './messages.ts';
import { ReviewDialog } from './review-dialog.tsx';
import type { ClusterInForce, ClusterSettings } from './settings.ts';

/** Changes a cluster. What others changed meanwhile is never overwritten: the console refuses then. */
export function EditCluster({ id }: { readonly id: number }) {
  const t = useMessages(settingsMessages);
  const trpc = useTRPC();
  const may = useMay();
  // Read once: what is being edited must not move under the hands.
  const cluster = useQuery(
    trpc.clusters.settings.queryOptions({ id }, { staleTime: Number.POSITIVE_INFINITY, gcTime: 0 }),
  );
  const name = cluster.data?.settings.name ?? t.thisCluster;
  return (
    <>
      <PageHeader
        crumbs={[{ label: t.clusters, href: '/clusters' }, { label: name, href: `/clusters/${id}` }, { label: t.edit }]}
        title={t.editOf(name)}
      />
      {cluster.isError && (
        <LoadProblem what={t.thisCluster} error={cluster.error} onRetry={() => void cluster.refetch()} />
      )}
      {cluster.isPending && (
        <Card aria-busy>
          <SkeletonRows rows={8} />
        </Card>
      )}
      {cluster.data !== undefined &&
        (may({ action: 'update', subject: 'SchedulerCluster' }, { tenantId: cluster.data.tenantId }) ? (
          <Editor cluster={cluster.data} />
        ) : (
          <Problem title={t.mayNot}>{t.mayNotWhy}</Problem>
        ))}
    </>
  );
}

function Editor({ cluster: fresh }: { readonly cluster: ClusterInForce }) {
  const t = useMessages(settingsMessages);
  const trpc = useTRPC();
  const router = useRouter();
  const done = useDone();
  const [{ id, revision, settings: before }] = useState(fresh);
  const [reviewed, setReviewed] = useState<ClusterSettings>();
  const update = useMutation(
    trpc.clusters.update.mutationOptions({
      onSuccess: async ({ settings: { name } }) => {
        router.push(`/clusters/${id}?show=settings`);
        await done({ title: t.diff.saved(name) });
      },
    }),
  );
  const change = reviewed && changedParts(before, reviewed);
  return (
    <>
      <ClusterForm
        initial={before}
        clusterId={id}
        backHref={`/clusters/${id}`}
        reviewLabel={t.review}
        onReview={(settings) => {
          update.reset();
          setReviewed(settings);
        }}
      />
      {reviewed !== undefined && change !== undefined && (
        <ReviewDialog
          kind="save"
          changes={changesBetween(before, reviewed)}
          callOf={(comment) => ({
            ...{ method: 'PATCH', path: `/api/v2/clusters/${id}` },
            body: { change, expectedRevision: revision, ...(comment !== '' && { comment }) },
          })}
          busy={update.isPending}
          error={update.error}
          onSave={(comment) => update.mutate({ id, change, note: { comment, expectedRevision: revision } })}
          onClose={() => setReviewed(undefined)}
        />
      )}
    </>
  );
}
