'use client';
import { useQuery } from '@tanstack/react-query';
import { BookOpen, FileJson, KeyRound } from 'lucide-react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { BrandMark } from '../../ui/brand-mark.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Link } from '../../ui/link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { LoadProblem, useTRPC } from '../connection/index.ts';
import { aboutMessages } from './messages.ts';
import { type About, reportOf, type SystemFacts } from './report.ts';

const refreshMs = 10_000;

/** Which console this is, and how it stands. */
export function AboutView() {
  const t = useMessages(aboutMessages);
  const trpc = useTRPC();
  const { data: about, error, refetch } = useQuery(trpc.system.about.queryOptions());
  const { data: facts } = useQuery(trpc.system.facts.queryOptions(undefined, { refetchInterval: refreshMs }));
  return (
    <>
      <PageHeader
        title={
          <span className="flex items-center gap-3">
            <BrandMark className="size-8" />
            Damselfly {about?.version}
          </span>
        }
        note={t.note}
      />
      {about === undefined && error === null && <SkeletonRows rows={6} />}
      {about === undefined && error !== null && (
        <LoadProblem what={t.theFacts} error={error} onRetry={() => void refetch()} />
      )}
      {about !== undefined && (
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <ConsoleCard about={about} facts={facts} />
          <ApiCard />
          {facts !== undefined && <DatabaseCard {...facts} />}
          {facts !== undefined && <ProcessCard process={facts.process} />}
        </div>
      )}
    </>
  );
}

function ConsoleCard({ about, facts }: { readonly about: About; readonly facts: SystemFacts | undefined }) {
  const t = useMessages(aboutMessages);
  const format = useFormat();
  return (
    <Card aria-label={t.console}>
      <CardHeader
        title={t.console}
        actions={
          <span title={t.copyNote}>
            <CopyButton text={reportOf(about, facts)} label={t.copy} />
          </span>
        }
      />
      <Facts
        className="px-4 pb-5 sm:px-5"
        facts={[
          { term: t.facts.version, value: about.version },
          { term: t.facts.instance, value: <span className="font-mono text-sm">{about.instance}</span> },
          { term: t.facts.started, value: <RelativeTime atMs={about.startedAtMs} /> },
          ...(facts === undefined ? [] : [{ term: t.facts.schedulers, value: format.number(facts.activeSchedulers) }]),
          { term: t.facts.url, value: <span className="font-mono text-sm">{about.url}</span> },
          { term: t.facts.grpc, value: <span className="font-mono text-sm">{about.grpc}</span> },
        ]}
      />
    </Card>
  );
}

function ApiCard() {
  const t = useMessages(aboutMessages);
  return (
    <Card aria-label={t.apiTitle}>
      <CardHeader title={t.apiTitle} />
      <p className="px-4 text-pretty text-muted text-sm sm:px-5">{t.apiNote}</p>
      <div className="flex flex-wrap gap-2 px-4 pt-4 pb-5 sm:px-5">
        <Button asChild>
          <a href="/api-docs/">
            <BookOpen aria-hidden />
            {t.api}
          </a>
        </Button>
        <Button asChild>
          <a href="/openapi.json">
            <FileJson aria-hidden />
            {t.openApi}
          </a>
        </Button>
        <Button asChild>
          <Link href="/tokens?open=new">
            <KeyRound aria-hidden />
            {t.tokens}
          </Link>
        </Button>
      </div>
    </Card>
  );
}

function DatabaseCard({ database, openJobs }: Pick<SystemFacts, 'database' | 'openJobs'>) {
  const t = useMessages(aboutMessages);
  const format = useFormat();
  return (
    <Card aria-label={t.database}>
      <CardHeader title={t.database} />
      <Facts
        className="px-4 pb-5 sm:px-5"
        facts={[
          { term: t.facts.kind, value: t.kinds[database.kind] },
          { term: t.facts.version, value: database.version },
          { term: t.facts.size, value: format.bytes(database.sizeBytes) },
          { term: t.facts.migrations, value: format.number(database.migrations) },
          ...(openJobs === undefined
            ? []
            : [
                {
                  term: t.facts.jobs,
                  value: t.jobsOf(format.number(openJobs.pending), format.number(openJobs.running)),
                },
              ]),
          { term: t.facts.newest, value: <span className="font-mono text-sm">{database.newestMigration}</span> },
        ]}
      />
    </Card>
  );
}

function ProcessCard({ process }: { readonly process: SystemFacts['process'] }) {
  const t = useMessages(aboutMessages);
  const format = useFormat();
  return (
    <Card aria-label={t.process}>
      <CardHeader title={t.process} />
      <Facts
        className="px-4 pb-5 sm:px-5"
        facts={[
          { term: t.facts.node, value: process.nodeVersion },
          { term: t.facts.platform, value: process.platform },
          { term: t.facts.uptime, value: format.duration(process.uptimeSeconds * 1000) },
          { term: t.facts.memory, value: format.bytes(process.memoryBytes) },
          { term: t.facts.cpu, value: format.percent(process.cpuShare) },
        ]}
      />
    </Card>
  );
}
