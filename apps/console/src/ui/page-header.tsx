import type { ReactNode } from 'react';
import { Breadcrumbs, type Crumb } from './breadcrumbs.tsx';

interface PageHeaderProps {
  readonly title: ReactNode;
  /** One line under the title. */
  readonly note?: ReactNode;
  readonly crumbs?: readonly Crumb[];
  readonly actions?: ReactNode;
}

/** The page's one `h1`, with the way to it above and its actions beside. */
export function PageHeader({ title, note, crumbs, actions }: PageHeaderProps) {
  return (
    <header className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 max-w-full">
        {crumbs !== undefined && (
          <div className="mb-1.5">
            <Breadcrumbs crumbs={crumbs} />
          </div>
        )}
        <h1 className="font-semibold text-xl tracking-[-0.015em] [overflow-wrap:anywhere]">{title}</h1>
        {note !== undefined && <div className="mt-1 text-muted text-sm">{note}</div>}
      </div>
      {actions !== undefined && <div className="flex min-w-0 flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}
