'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { type FormEvent, useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import type { AppRouter } from '../../server/trpc/router.ts';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Select } from '../../ui/select.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { Switch } from '../../ui/switch.tsx';
import { LoadProblem, useFailureText, useTRPC } from '../connection/index.ts';
import { useDone } from '../listing/index.ts';
import { settingsMessages } from './messages.ts';

type SignUp = inferRouterOutputs<AppRouter>['system']['signUp'];

/** Whether people may make accounts of their own. */
export function SignUpCard() {
  const t = useMessages(settingsMessages);
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.system.signUp.queryOptions());
  return (
    <Card aria-label={t.signUp.title} aria-busy={data === undefined}>
      <CardHeader title={t.signUp.title} />
      {data === undefined && error === null && <SkeletonRows rows={1} />}
      {data === undefined && error !== null && (
        <LoadProblem what={t.theSettings} error={error} onRetry={() => void refetch()} className="m-4 mt-0" />
      )}
      {data !== undefined && <SignUpForm key={JSON.stringify(data)} kept={data} />}
    </Card>
  );
}

function SignUpForm({ kept }: { readonly kept: SignUp }) {
  const { signUp: t, ...words } = useMessages(settingsMessages);
  const trpc = useTRPC();
  const done = useDone();
  const textOf = useFailureText();
  const [enabled, setEnabled] = useState(kept.enabled);
  const tenants = useQuery(trpc.tenants.list.queryOptions());
  const roles = useQuery(trpc.roles.list.queryOptions());
  const [wantedTenant, setTenantId] = useState(kept.enabled ? kept.tenantId : '');
  const [roleId, setRoleId] = useState(kept.enabled ? kept.roleId : 0);
  const tenantId = wantedTenant || (tenants.data?.[0]?.id ?? '');
  const choices = (roles.data ?? []).filter(
    (role) => role.scope === 'tenant' && (role.tenantId === null || role.tenantId === tenantId),
  );
  const set = useMutation(
    trpc.system.setSignUp.mutationOptions({
      onSuccess: (saved) => done({ title: saved.enabled ? t.savedOn : t.savedOff }),
    }),
  );
  const wanted: SignUp = enabled ? { enabled, tenantId, roleId } : { enabled: false };
  const ready = !enabled || (tenantId !== '' && roleId > 0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) set.mutate(wanted);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4 px-4 pb-5 sm:px-5">
      <p className="text-pretty text-muted text-sm">{t.note}</p>
      <Field label={t.enabled} hint={enabled ? t.warn : undefined}>
        {({ id }) => (
          <div>
            <Switch id={id} checked={enabled} onChange={setEnabled} />
          </div>
        )}
      </Field>
      {enabled && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t.tenant}>
            {(control) => (
              <Select
                {...control}
                className="w-full"
                value={tenantId}
                options={(tenants.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
                onChange={(id) => {
                  setTenantId(id);
                  setRoleId(0);
                }}
              />
            )}
          </Field>
          <Field label={t.role}>
            {(control) => (
              <Select
                {...control}
                className="w-full"
                value={String(roleId)}
                options={[
                  { value: '0', label: t.choose },
                  ...choices.map(({ id, name }) => ({ value: String(id), label: name })),
                ]}
                onChange={(id) => setRoleId(Number(id))}
              />
            )}
          </Field>
        </div>
      )}
      {set.isError && <Problem title={words.failed}>{textOf(set.error)}</Problem>}
      <Button
        type="submit"
        look="primary"
        className="self-start"
        disabled={!ready || JSON.stringify(wanted) === JSON.stringify(kept) || set.isPending}
      >
        {set.isPending ? words.saving : words.save}
      </Button>
    </form>
  );
}
