'use client';
import { Pencil } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { DateTime } from '../../ui/date-time.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Link } from '../../ui/link.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { useClusterNames } from '../clusters/index.ts';
import { useMay } from '../session/index.ts';
import { type Host, labelTexts } from './host.ts';
import { hostMessages } from './messages.ts';

interface HostFactsProps {
  readonly host: Host;
  readonly onLabels: () => void;
}

/** What does not move: system, program, place, and what operators wrote on it. */
export function HostFactsCard({ host, onLabels }: HostFactsProps) {
  const { view: t, ...words } = useMessages(hostMessages);
  const clusterName = useClusterNames();
  const mayChange = useMay()({ action: 'update', subject: 'Host' });
  const labels = labelTexts(host.labels);
  const joined = (...parts: readonly string[]) => parts.filter(Boolean).join(' ') || t.unknown;
  const ports = [host.port, host.downloadPort, host.proxyPort].filter((port) => port > 0);
  return (
    <Card aria-label={t.facts}>
      <CardHeader title={t.facts} />
      <Facts
        className="px-4 pb-5 sm:px-5"
        facts={[
          {
            term: t.cluster,
            value: (
              <Link href={`/clusters/${host.schedulerClusterId}`} className="text-link hover:underline">
                {clusterName(host.schedulerClusterId)}
              </Link>
            ),
          },
          { term: words.idc, value: joined(host.idc) },
          { term: t.location, value: joined(host.location) },
          { term: t.ports, value: [...new Set(ports)].join(', ') },
          { term: t.system, value: joined(host.os, host.platform, host.platformVersion) },
          { term: t.kernel, value: joined(host.kernelVersion) },
          { term: t.build, value: joined(host.gitVersion, host.gitCommit.slice(0, 12), host.buildPlatform) },
          { term: t.shares, value: host.disableShared ? t.sharesNot : t.sharesYes },
          { term: t.firstSeen, value: <DateTime atMs={host.firstSeenAt.getTime()} /> },
          { term: t.announced, value: <RelativeTime atMs={host.announcedAt.getTime()} /> },
          ...(host.leftAt === null ? [] : [{ term: t.left, value: <DateTime atMs={host.leftAt.getTime()} /> }]),
          {
            term: t.id,
            value: (
              <span className="flex items-center gap-1 font-mono font-normal text-sm">
                {host.hostId}
                <CopyButton text={host.hostId} label={t.copyId} className="-my-1.5" />
              </span>
            ),
          },
        ]}
      />
      <div className="flex flex-wrap items-center gap-2 border-line border-t px-4 py-3 sm:px-5">
        <h3 className="mr-1 text-muted text-xs">{t.labels}</h3>
        {labels.length === 0 && <span className="text-sm">{t.noLabels}</span>}
        {labels.map((label) => (
          <Badge key={label} className="font-mono">
            {label}
          </Badge>
        ))}
        {mayChange && (
          <Button size="sm" look="quiet" className="ml-auto" onClick={onLabels}>
            <Pencil aria-hidden />
            {t.editLabels}
          </Button>
        )}
      </div>
    </Card>
  );
}
