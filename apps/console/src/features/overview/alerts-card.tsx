'use client';
import { OctagonAlert, TriangleAlert } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Link } from '../../ui/link.tsx';
import { overviewMessages } from './messages.ts';
import type { Overview } from './use-overview.ts';

/** What wants a person, the worst first, each with its remedy and the way to it. Absent when all is well. */
export function AlertsCard({ alerts }: { readonly alerts: Overview['alerts'] }) {
  const t = useMessages(overviewMessages).alerts;
  if (alerts.length === 0) return null;
  return (
    <Card aria-label={t.title}>
      <CardHeader title={t.title} note={String(alerts.length)} />
      <ul className="border-line border-t">
        {alerts.map(({ kind, severity, subject, clusterId, count }) => {
          const Icon = severity === 'critical' ? OctagonAlert : TriangleAlert;
          const { what, remedy } = t[kind];
          return (
            <li
              key={`${kind}-${clusterId ?? subject}`}
              className="relative flex items-start gap-3 border-line border-b px-4 py-3 last:border-0 hover:bg-hover/60 sm:px-5"
            >
              <Icon
                aria-hidden
                className={`mt-0.5 size-4 shrink-0 ${severity === 'critical' ? 'text-failed' : 'text-origin'}`}
              />
              <div className="min-w-0">
                {clusterId === null ? (
                  <p className="font-medium text-sm">{what(subject, count)}</p>
                ) : (
                  <Link
                    href={`/clusters/${clusterId}`}
                    className="rounded-sm font-medium text-sm after:absolute after:inset-0"
                  >
                    {what(subject, count)}
                  </Link>
                )}
                <p className="text-muted text-xs">{remedy}</p>
              </div>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
