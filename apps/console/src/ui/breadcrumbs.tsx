'use client';
import { ChevronRight } from 'lucide-react';
import { useMessages } from '../i18n/locale-provider.tsx';
import { Link } from './link.tsx';
import { uiMessages } from './messages.ts';

export interface Crumb {
  readonly label: string;
  /** Absent for the page itself. */
  readonly href?: string;
}

/** The way from the top to this page. */
export function Breadcrumbs({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  const t = useMessages(uiMessages);
  return (
    <nav aria-label={t.breadcrumb} className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1 text-muted text-sm">
        {crumbs.map(({ label, href }, i) => (
          <li key={`${label}-${href ?? ''}`} className="flex min-w-0 items-center gap-1 last:shrink">
            {i > 0 && <ChevronRight aria-hidden className="size-3.5 shrink-0 text-faint" />}
            {href === undefined ? (
              <span aria-current="page" className="truncate">
                {label}
              </span>
            ) : (
              <Link href={href} className="truncate rounded-sm hover:text-ink">
                {label}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
