'use client';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { cn } from '../../ui/cn.ts';
import { Link } from '../../ui/link.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { clusterHref, useClusterChoice } from '../cluster-choice/index.ts';
import { useOverview } from '../overview/index.ts';
import { useMay, useSession } from '../session/index.ts';
import { type Area, areas, bySection, inArea } from './areas.ts';
import { frameMessages } from './messages.ts';

/** The areas of the console that one may see, by section, the present one marked. */
export function AreaLinks({ onLeave }: { readonly onLeave?: (() => void) | undefined }) {
  const t = useMessages(frameMessages);
  const may = useMay();
  const unknown = useSession().data === undefined;
  return (
    <nav aria-label={t.areas.label} className="flex flex-col gap-4 px-3">
      {unknown && <Waiting />}
      {bySection(areas.filter(({ needs }) => may(needs))).map(([section, inside]) => (
        <div key={section}>
          {section !== 'top' && (
            <h2 className="mb-1 px-2.5 font-medium text-2xs text-faint uppercase tracking-[0.06em]">
              {t.sections[section]}
            </h2>
          )}
          <ul className="flex flex-col gap-0.5">
            {inside.map((area) => (
              <AreaLink key={area.href} area={area} onLeave={onLeave} />
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function AreaLink({ area, onLeave }: { readonly area: Area; readonly onLeave: (() => void) | undefined }) {
  const t = useMessages(frameMessages);
  const format = useFormat();
  const here = inArea(usePathname(), area);
  const item = useRef<HTMLLIElement>(null);
  // The list is longer than a low window: the present area is in sight from the start.
  useEffect(() => {
    if (here) item.current?.scrollIntoView({ block: 'nearest' });
  }, [here]);
  const [cluster] = useClusterChoice();
  const running = useOverview(cluster).data?.tasks.running ?? 0;
  return (
    <li ref={item} className="scroll-my-3">
      <Link
        href={area.byCluster === true ? clusterHref(area.href, cluster) : area.href}
        aria-current={here ? 'page' : undefined}
        {...(onLeave && { onClick: onLeave })}
        className={cn(
          'flex h-8 items-center gap-2.5 rounded-md px-2.5 font-medium text-sm transition-colors pointer-coarse:h-11',
          here ? 'bg-surface text-ink shadow-card ring-1 ring-line' : 'text-muted hover:bg-hover hover:text-ink',
        )}
      >
        <area.icon aria-hidden className={cn('size-4', here && 'text-link')} strokeWidth={1.9} />
        {t.areas[area.name]}
        {area.href === '/tasks' && running > 0 && (
          <span className="ml-auto rounded-full bg-downloading/14 px-1.5 text-2xs text-ink tabular-nums">
            {format.number(running)}
            <span className="sr-only"> {t.running}</span>
          </span>
        )}
      </Link>
    </li>
  );
}

/** Until it is known which areas one may see. */
function Waiting() {
  return (
    <div className="flex flex-col gap-5 px-2.5 pt-2">
      {['w-24', 'w-16', 'w-20', 'w-14', 'w-28', 'w-20', 'w-16', 'w-24'].map((width, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <Skeleton key={row} className={cn('h-3.5', width)} />
      ))}
    </div>
  );
}
