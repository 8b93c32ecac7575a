'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { LoadProblem, useFailureText, useTRPC } from '../connection/index.ts';
import { useDone } from '../listing/index.ts';
import { settingsMessages } from './messages.ts';
import { readCurrency, readPrice, usualCurrencies } from './price.ts';

/** What a gibibyte from an origin costs. */
export function PriceCard() {
  const t = useMessages(settingsMessages);
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.usage.price.queryOptions());
  return (
    <Card aria-label={t.price.title} aria-busy={data === undefined}>
      <CardHeader title={t.price.title} />
      {data === undefined && error === null && <SkeletonRows rows={1} />}
      {data === undefined && error !== null && (
        <LoadProblem what={t.theSettings} error={error} onRetry={() => void refetch()} className="m-4 mt-0" />
      )}
      {data !== undefined && <PriceForm key={`${data.perGib} ${data.currency}`} {...data} />}
    </Card>
  );
}

const gibInTib = 1024;

function PriceForm(kept: { readonly perGib: number; readonly currency: string }) {
  const { price: t, ...words } = useMessages(settingsMessages);
  const format = useFormat();
  const trpc = useTRPC();
  const done = useDone();
  const textOf = useFailureText();
  const [text, setText] = useState(String(kept.perGib));
  const [code, setCode] = useState(kept.currency);
  const [perGib, currency] = [readPrice(text), readCurrency(code)];
  const set = useMutation(trpc.usage.setPrice.mutationOptions({ onSuccess: () => done({ title: t.saved }) }));
  const changed = perGib !== kept.perGib || currency !== kept.currency;
  const ready = perGib !== undefined && currency !== undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) set.mutate({ perGib, currency });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4 px-4 pb-5 sm:px-5">
      <p className="text-pretty text-muted text-sm">{t.note}</p>
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_8rem]">
        <TextField
          label={t.perGib}
          inputMode="decimal"
          hint={ready ? t.example(format.money(perGib * gibInTib, currency)) : undefined}
          error={perGib === undefined ? t.wrong : undefined}
          value={text}
          onChange={setText}
        />
        <Field label={t.currency} error={currency === undefined ? t.wrongCurrency : undefined}>
          {(control) => (
            <>
              <Input
                {...control}
                list="currencies"
                autoComplete="off"
                spellCheck={false}
                maxLength={3}
                className="uppercase"
                value={code}
                onChange={(event) => setCode(event.target.value)}
              />
              <datalist id="currencies">
                {usualCurrencies.map((one) => (
                  <option key={one} value={one} />
                ))}
              </datalist>
            </>
          )}
        </Field>
      </div>
      {set.isError && <Problem title={words.failed}>{textOf(set.error)}</Problem>}
      <Button type="submit" look="primary" className="self-start" disabled={!ready || !changed || set.isPending}>
        {set.isPending ? words.saving : words.save}
      </Button>
    </form>
  );
}
