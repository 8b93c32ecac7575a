'use client';
import { usePathname } from 'next/navigation';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { cn } from '../../ui/cn.ts';
import { Link } from '../../ui/link.tsx';
import { useMay } from '../session/index.ts';
import { preheatMessages } from './messages.ts';

const pages = [
  { name: 'runs', href: '/preheat', subject: 'Job' },
  { name: 'schedules', href: '/preheat/schedules', subject: 'Schedule' },
  { name: 'triggers', href: '/preheat/triggers', subject: 'Trigger' },
  { name: 'harbor', href: '/preheat/harbor', subject: 'Job' },
] as const;

/** What there is about preheating, side by side. */
export function PreheatNav() {
  const t = useMessages(preheatMessages).nav;
  const path = usePathname();
  const may = useMay();
  return (
    <nav aria-label={t.label} className="mb-5 flex gap-5 overflow-x-auto border-line border-b [scrollbar-width:none]">
      {pages
        .filter(({ subject }) => may({ action: 'read', subject }))
        .map(({ name, href }) => (
          <Link
            key={name}
            href={href}
            aria-current={path === href ? 'page' : undefined}
            className={cn(
              '-mb-px flex h-10 items-center whitespace-nowrap rounded-t-sm border-b-2 font-medium text-sm transition-colors focus-visible:-outline-offset-2',
              path === href ? 'border-accent text-ink' : 'border-transparent text-muted hover:text-ink',
            )}
          >
            {t[name]}
          </Link>
        ))}
    </nav>
  );
}
