'use client';
import { useQuery } from '@tanstack/react-query';
import { Check as CheckMark, Play, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useTRPC } from '../connection/index.ts';
import { PreflightPanel } from '../preheat/index.ts';
import { useMay } from '../session/index.ts';
import { askAsHarbor, type Check, type HarborChecks } from './harbor-check.ts';
import { automationMessages } from './messages.ts';

interface HarborTestProps {
  readonly token: string;
  readonly onToken: (token: string) => void;
}

/** Asks this console as Harbor does, and looks at one of its images. */
export function HarborTest({ token, onToken }: HarborTestProps) {
  const t = useMessages(automationMessages).harbor;
  const trpc = useTRPC();
  const may = useMay();
  const [image, setImage] = useState('');
  const [checks, setChecks] = useState<HarborChecks>();
  const [busy, setBusy] = useState(false);
  const [looked, setLooked] = useState('');
  const clusters = useQuery(trpc.clusters.list.queryOptions());
  const preflight = useQuery(
    trpc.jobs.preflight.queryOptions(
      { args: { type: 'image', url: looked } },
      { enabled: looked !== '', retry: false, staleTime: 0, gcTime: 0 },
    ),
  );
  const run = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setLooked(image.trim());
    setChecks(await askAsHarbor(token.trim(), (path, init) => fetch(path, init)));
    setBusy(false);
  };
  const serving = (clusters.data ?? []).filter(({ schedulers }) => schedulers.active > 0).map(({ name }) => name);
  return (
    <form onSubmit={(event) => void run(event)} className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={t.pasted}
          hint={t.pastedHint}
          type="password"
          autoComplete="new-password"
          value={token}
          onChange={onToken}
        />
        {may({ action: 'create', subject: 'Job' }) && (
          <TextField label={t.image} hint={t.imageHint} value={image} onChange={setImage} />
        )}
      </div>
      <Button type="submit" look="primary" className="self-start" disabled={busy}>
        <Play aria-hidden />
        {busy ? t.running : t.run}
      </Button>
      {checks !== undefined && <Results checks={checks} serving={serving} />}
      {looked !== '' && (
        <PreflightPanel preflight={preflight.data} looking={preflight.isFetching} error={preflight.error} />
      )}
    </form>
  );
}

interface ResultsProps {
  readonly checks: HarborChecks;
  /** Clusters with an active scheduler. */
  readonly serving: readonly string[];
}

function Results({ checks: { health, token }, serving }: ResultsProps) {
  const { checks: t, found } = useMessages(automationMessages).harbor;
  const format = useFormat();
  return (
    <ul aria-live="polite" className="divide-y divide-line rounded-md border border-line text-sm">
      <Result name={t.health} ok={health.state === 'ok'} said={useSaid(health)} />
      <Result name={t.token} ok={token.state === 'ok'} said={useSaid(token)} />
      <Result
        name={t.clusters}
        ok={serving.length > 0}
        said={serving.length > 0 ? found.clusters(format.list(serving)) : found.noScheduler}
      />
    </ul>
  );
}

function useSaid(check: Check): string {
  const { found } = useMessages(automationMessages).harbor;
  if (check.state === 'ok') return found.ok;
  return check.why === 'refused' ? found.refused(check.status) : found[check.why];
}

function Result({ name, ok, said }: { readonly name: string; readonly ok: boolean; readonly said: string }) {
  const Icon = ok ? CheckMark : X;
  return (
    <li className="flex items-start gap-3 px-3 py-2.5">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${ok ? 'text-done' : 'text-failed'}`} strokeWidth={2.5} />
      <span className="w-44 shrink-0 font-medium max-sm:w-32">{name}</span>
      <span className="text-muted">{said}</span>
    </li>
  );
}
