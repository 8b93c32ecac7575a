'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { cn } from '../../ui/cn.ts';
import { useOverview } from '../overview/index.ts';
import { areas, inArea } from './areas.ts';
import { frameMessages } from './messages.ts';

/** The areas of the console, the present one marked. */
export function AreaLinks({ onLeave }: { readonly onLeave?: (() => void) | undefined }) {
  const t = useMessages(frameMessages);
  const path = usePathname();
  const running = useOverview().data?.tasks.running ?? 0;
  return (
    <nav aria-label={t.areas.label}>
      <ul className="flex flex-col gap-0.5 px-3">
        {areas.map((area) => {
          const here = inArea(path, area);
          return (
            <li key={area.href}>
              <Link
                href={area.href}
                aria-current={here ? 'page' : undefined}
                {...(onLeave && { onClick: onLeave })}
                className={cn(
                  'flex h-9 items-center gap-2.5 rounded-md px-2.5 font-medium text-sm transition-colors pointer-coarse:h-11',
                  here
                    ? 'bg-surface text-ink shadow-card ring-1 ring-line'
                    : 'text-muted hover:bg-hover hover:text-ink',
                )}
              >
                <area.icon aria-hidden className={cn('size-4', here && 'text-link')} strokeWidth={1.9} />
                {t.areas[area.name]}
                {area.href === '/tasks' && running > 0 && (
                  <span className="ml-auto rounded-full bg-downloading/14 px-1.5 text-2xs text-ink tabular-nums">
                    {running}
                    <span className="sr-only"> {t.running}</span>
                  </span>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
