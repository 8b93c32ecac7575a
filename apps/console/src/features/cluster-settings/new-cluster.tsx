'use client';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Field } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Select } from '../../ui/select.tsx';
import { useTRPC } from '../connection/index.ts';
import { useDone } from '../listing/index.ts';
import { useMay, useSession } from '../session/index.ts';
import { ClusterForm } from './cluster-form.tsx';
import { changesBetween } from './diff.ts';
import { settingsMessages } from './messages.ts';
import { ReviewDialog } from './review-dialog.tsx';
import { type ClusterSettings, newSettings } from './settings.ts';

/** A new cluster: its settings, looked over once more, then made. */
export function NewCluster() {
  const t = useMessages(settingsMessages);
  const trpc = useTRPC();
  const router = useRouter();
  const done = useDone();
  const { data: session } = useSession();
  const [shared, setShared] = useState<'mine' | 'shared'>('mine');
  const [reviewed, setReviewed] = useState<ClusterSettings>();
  const may = useMay();
  const mayShare = may({ action: 'create', subject: 'SchedulerCluster' }, { tenantId: null });
  const create = useMutation(
    trpc.clusters.create.mutationOptions({
      onSuccess: async ({ id, settings: { name } }) => {
        router.push(`/clusters/${id}`);
        await done({ title: t.diff.created(name) });
      },
    }),
  );
  const tenantId = shared === 'shared' && mayShare ? null : session?.tenant.id;
  if (session !== undefined && !may({ action: 'create', subject: 'SchedulerCluster' }))
    return <Problem title={t.mayNot}>{t.mayNotWhy}</Problem>;
  return (
    <>
      <ClusterForm
        initial={newSettings}
        backHref="/clusters"
        reviewLabel={t.reviewCreate}
        onReview={(settings) => {
          create.reset();
          setReviewed(settings);
        }}
      >
        {mayShare && (
          <Field label={t.whose} hint={t.whoseHint}>
            {(control) => (
              <Select
                {...control}
                className="w-full"
                value={shared}
                options={[
                  { value: 'mine', label: session?.tenant.name ?? t.mine },
                  { value: 'shared', label: t.shared },
                ]}
                onChange={setShared}
              />
            )}
          </Field>
        )}
      </ClusterForm>
      {reviewed !== undefined && tenantId !== undefined && (
        <ReviewDialog
          kind="create"
          changes={changesBetween(undefined, reviewed)}
          callOf={(comment) => ({
            ...{ method: 'POST', path: '/api/v2/clusters' },
            body: { settings: reviewed, shared: tenantId === null, ...(comment !== '' && { comment }) },
          })}
          busy={create.isPending}
          error={create.error}
          onSave={(comment) => create.mutate({ tenantId, settings: reviewed, note: { comment } })}
          onClose={() => setReviewed(undefined)}
        />
      )}
    </>
  );
}
