'use client';
import { Telescope } from 'lucide-react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { useFailureText } from '../connection/index.ts';
import { preheatMessages } from './messages.ts';
import { type Preflight, partName } from './preheat.ts';

interface PreflightPanelProps {
  readonly preflight: Preflight | undefined;
  readonly looking: boolean;
  readonly error: unknown;
}

/** What a preheat would do: content, login, hosts, bytes and time; or why it would not work. */
export function PreflightPanel({ preflight, looking, error }: PreflightPanelProps) {
  const t = useMessages(preheatMessages).preflight;
  const textOf = useFailureText();
  return (
    <Card aria-label={t.title} aria-busy={looking} className="lg:sticky lg:top-6">
      <CardHeader title={t.title} />
      {looking && <SkeletonRows rows={4} />}
      {!looking && error !== null && error !== undefined && (
        <Problem title={t.couldNotLook} className="mx-4 mb-4 sm:mx-5">
          {textOf(error)}
        </Problem>
      )}
      {!looking && !error && preflight === undefined && (
        <EmptyState icon={Telescope} title={t.title}>
          {t.empty}
        </EmptyState>
      )}
      {!looking && preflight !== undefined && <Found preflight={preflight} />}
    </Card>
  );
}

function Found({ preflight }: { readonly preflight: Preflight }) {
  const t = useMessages(preheatMessages).preflight;
  const format = useFormat();
  const { content, clusters, originBytes, seconds } = preflight;
  if (!content.ok) {
    return (
      <Problem title={t.failed} className="mx-4 mb-4 sm:mx-5">
        {content.failure}
      </Problem>
    );
  }
  // Files do not say their size before somebody fetches them.
  const sized = content.urls.every(({ sizeBytes }) => sizeBytes !== null);
  return (
    <div className="flex flex-col gap-5 px-4 pb-5 sm:px-5">
      <Facts
        facts={[
          { term: t.size, value: sized ? format.bytes(content.totalBytes) : '–' },
          { term: t.origin, value: sized ? format.bytes(originBytes) : '–' },
          ...(seconds === null ? [] : [{ term: t.time, value: format.duration(seconds * 1000) }]),
          { term: t.login, value: t.logins[content.login] },
          { term: t.tls, value: content.tls ? t.tlsVerified : t.tlsNone },
        ]}
      />
      <section>
        <h3 className="mb-1.5 text-muted text-xs">{t.urls(format.number(content.urls.length))}</h3>
        <ul className="max-h-48 overflow-y-auto rounded-md border border-line text-sm">
          {content.urls.map(({ url, sizeBytes }) => (
            <li key={url} className="flex items-center gap-3 border-line border-b px-3 py-1.5 last:border-0">
              <span className="min-w-0 flex-1 truncate font-mono text-xs" title={url}>
                {partName(url)}
              </span>
              <span className="text-muted text-xs tabular-nums">
                {sizeBytes === null ? '–' : format.bytes(sizeBytes)}
              </span>
            </li>
          ))}
        </ul>
      </section>
      {content.platforms.length > 1 && <Facts facts={[{ term: t.platforms, value: format.list(content.platforms) }]} />}
      {clusters.map((cluster) => (
        <ClusterTargets key={cluster.clusterId} cluster={cluster} />
      ))}
    </div>
  );
}

function ClusterTargets({ cluster }: { readonly cluster: Preflight['clusters'][number] }) {
  const t = useMessages(preheatMessages).preflight;
  const format = useFormat();
  const { scheduler, hosts, hostCount, failure } = cluster;
  if (failure !== '') return <Problem title={scheduler || t.failed}>{failure}</Problem>;
  const tight = hosts.filter(({ fits }) => !fits).length;
  return (
    <section>
      <h3 className="mb-1 text-muted text-xs">{scheduler}</h3>
      <p className="text-sm">
        {t.hosts(format.number(hostCount))}
        {tight > 0 && <span className="text-failed-text"> · {t.tooSmall(format.number(tight))}</span>}
      </p>
      <p className="mt-1 line-clamp-3 text-muted text-xs">{hosts.map(({ hostname }) => hostname).join(', ')}</p>
    </section>
  );
}
