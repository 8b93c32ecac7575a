'use client';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Link } from '../../ui/link.tsx';
import { taskHref, taskName } from '../tasks/index.ts';
import { overviewMessages } from './messages.ts';
import type { Overview } from './use-overview.ts';

/** The running tasks whose peers wait longest for their bytes, each with a reason. */
export function SlowestCard({ slowest }: { readonly slowest: Overview['slowest'] }) {
  const t = useMessages(overviewMessages).slowest;
  const format = useFormat();
  if (slowest.length === 0) return null;
  return (
    <Card aria-label={t.title}>
      <CardHeader title={t.title} />
      <ul className="border-line border-t">
        {slowest.map(({ id, url, schedulerClusterId, bytesPerSecond, runsMs, reason }) => (
          <li
            key={`${schedulerClusterId}-${id}`}
            className="relative flex items-baseline gap-4 border-line border-b px-4 py-3 last:border-0 hover:bg-hover/60 sm:px-5"
          >
            <div className="min-w-0 flex-1">
              <Link
                href={taskHref(id)}
                className="block truncate rounded-sm font-medium text-sm after:absolute after:inset-0"
              >
                {taskName(url).name}
              </Link>
              <p className="text-muted text-xs">{t.reasons[reason]}</p>
            </div>
            <p className="whitespace-nowrap text-right text-sm tabular-nums">
              {format.rate(bytesPerSecond)}
              <span className="block text-muted text-xs">{t.since(format.duration(runsMs))}</span>
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
