'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useTRPC } from '../connection/index.ts';
import { FormDrawer, useDone } from '../listing/index.ts';
import { quotaMessages } from './messages.ts';
import { isCount, type Quota, quotaTwin, readLimit, type TenantQuotas, writeLimit } from './quota.ts';

interface QuotaDrawerProps {
  readonly tenant: TenantQuotas['tenant'];
  readonly quota: Quota;
  readonly onClose: () => void;
}

/** Both limits of a quota. */
export function QuotaDrawer({ tenant, quota, onClose }: QuotaDrawerProps) {
  const t = useMessages(quotaMessages);
  const trpc = useTRPC();
  const done = useDone();
  const { kind } = quota;
  const [softText, setSoftText] = useState(writeLimit(quota.soft, kind));
  const [hardText, setHardText] = useState(writeLimit(quota.hard, kind));
  const set = useMutation(
    trpc.quotas.set.mutationOptions({
      onSuccess: async () => {
        onClose();
        await done({ title: t.saved(t.kinds[kind]) });
      },
    }),
  );
  const [soft, hard] = [readLimit(softText, kind), readLimit(hardText, kind)];
  const wrong = isCount(kind) ? t.form.wrongCount : t.form.wrong;
  const crossed = soft != null && hard != null && soft > hard;
  const wanted =
    soft === undefined || hard === undefined || crossed ? undefined : { tenantId: tenant.id, kind, soft, hard };
  const hint = isCount(kind) ? t.form.count : t.form.bytes;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wanted !== undefined) set.mutate(wanted);
  };
  return (
    <FormDrawer
      title={t.changeTitle(t.kinds[kind], tenant.name)}
      note={t.why[kind]}
      kind="save"
      onClose={onClose}
      onSubmit={submit}
      busy={set.isPending}
      error={set.error}
      twin={wanted && quotaTwin(wanted, window.location.origin)}
    >
      <TextField
        label={t.form.soft}
        hint={`${t.form.softHint} ${hint}`}
        error={soft === undefined ? wrong : crossed ? t.form.order : undefined}
        value={softText}
        onChange={setSoftText}
      />
      <TextField
        label={t.form.hard}
        hint={`${t.form.hardHint} ${hint}`}
        error={hard === undefined ? wrong : undefined}
        value={hardText}
        onChange={setHardText}
      />
    </FormDrawer>
  );
}
