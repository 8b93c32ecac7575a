import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';

interface ProblemProps {
  /** What went wrong, in a few words. */
  readonly title: string;
  /** Cause and remedy. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly className?: string;
}

/** An error in its place: what, why, and what to do. Read out as soon as it appears. */
export function Problem({ title, children, action, className }: ProblemProps) {
  return (
    <div
      role="alert"
      className={cn('flex items-start gap-3 rounded-md border border-failed/35 bg-failed/8 px-3.5 py-3', className)}
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />
      <div className="min-w-0 flex-1 text-sm">
        <p className="font-medium">{title}</p>
        {children !== undefined && <div className="mt-0.5 text-muted">{children}</div>}
      </div>
      {action}
    </div>
  );
}
