'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { MapPinned } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { callTwin } from '../../ui/call-twin.ts';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { TwinButton } from '../../ui/twin.tsx';
import { useUrlState } from '../../ui/use-url-state.ts';
import { LoadProblem, useTRPC } from '../connection/index.ts';
import { LandingList } from './landing-list.tsx';
import { settingsMessages } from './messages.ts';

const fields = ['hostname', 'ip', 'idc', 'location'] as const;
type Place = Readonly<Record<(typeof fields)[number], string>>;

/** Where a peer would land: the peer stands in the address, so that a link asks the same question. */
export function LandingFinder() {
  const t = useMessages(settingsMessages);
  const trpc = useTRPC();
  const url = useUrlState();
  const { hostname, ip, idc, location } = { ...placeOf(url.get) };
  const asked = hostname !== '' && ip !== '';
  const landings = useQuery(
    trpc.clusters.landings.queryOptions(
      { hostname, ip, idc, location },
      { enabled: asked, placeholderData: keepPreviousData },
    ),
  );
  const query = new URLSearchParams({ hostname, ip, idc, location }).toString();
  return (
    <>
      <PageHeader
        crumbs={[{ label: t.clusters, href: '/clusters' }, { label: t.landing.title }]}
        title={t.landing.title}
        note={t.landing.note}
        actions={
          asked && (
            <TwinButton
              action={t.landing.title}
              twin={callTwin({ method: 'GET', path: `/api/v2/landings?${query}` })}
            />
          )
        }
      />
      <PlaceForm place={{ hostname, ip, idc, location }} onFind={(place) => url.set(place)} />
      {landings.isError && (
        <LoadProblem what={t.landing.what} error={landings.error} onRetry={() => void landings.refetch()} />
      )}
      {asked && landings.isPending && (
        <Card aria-busy>
          <SkeletonRows rows={4} />
        </Card>
      )}
      {!asked && (
        <Card>
          <EmptyState icon={MapPinned} title={t.landing.title}>
            {t.landing.empty}
          </EmptyState>
        </Card>
      )}
      {asked && landings.data !== undefined && !landings.isError && <LandingList landings={landings.data} />}
    </>
  );
}

const placeOf = (get: (name: string) => string): Place => ({
  ...{ hostname: get('hostname'), ip: get('ip'), idc: get('idc'), location: get('location') },
});

function PlaceForm({ place, onFind }: { readonly place: Place; readonly onFind: (place: Place) => void }) {
  const t = useMessages(settingsMessages).landing;
  const [values, setValues] = useState(place);
  const set = (field: keyof Place) => (value: string) => setValues((before) => ({ ...before, [field]: value }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { hostname, ip, idc, location } = values;
    onFind({ hostname: hostname.trim(), ip: ip.trim(), idc: idc.trim(), location: location.trim() });
  };
  const ready = values.hostname.trim() !== '' && values.ip.trim() !== '';
  return (
    <Card aria-label={t.title} className="mb-5 p-4 sm:p-5">
      <form onSubmit={submit} className="grid items-start gap-4 sm:grid-cols-2 xl:grid-cols-[1fr_1fr_1fr_1.4fr_auto]">
        <TextField
          label={t.hostname}
          placeholder="edge-42"
          maxLength={253}
          value={values.hostname}
          onChange={set('hostname')}
        />
        <TextField label={t.ip} placeholder="10.1.2.3" maxLength={64} value={values.ip} onChange={set('ip')} />
        <TextField label={t.idc} placeholder="hz-1" maxLength={1024} value={values.idc} onChange={set('idc')} />
        <TextField
          label={t.location}
          placeholder={t.locationHint}
          maxLength={1024}
          value={values.location}
          onChange={set('location')}
        />
        <Button type="submit" look="primary" disabled={!ready} className="xl:mt-6.5">
          {t.find}
        </Button>
      </form>
    </Card>
  );
}
