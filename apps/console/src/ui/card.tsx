import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';

/** A quiet surface with one border. */
export function Card({ className, ...rest }: ComponentProps<'section'>) {
  return <section className={cn('rounded-lg border border-line bg-surface shadow-card', className)} {...rest} />;
}

interface CardHeaderProps {
  readonly title: string;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly id?: string;
}

/** The first line of a card: what it is, and what can be done with it. */
export function CardHeader({ title, note, actions, id }: CardHeaderProps) {
  return (
    <header className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 sm:px-5">
      <h2 id={id} className="font-semibold text-sm">
        {title}
      </h2>
      {note !== undefined && <span className="text-muted text-xs tabular-nums">{note}</span>}
      {actions !== undefined && <div className="ml-auto flex items-center gap-2">{actions}</div>}
    </header>
  );
}
