import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** Why it is empty, and what fills it. */
  readonly children: ReactNode;
  /** `h1` where this is the whole page. */
  readonly heading?: 'h1' | 'h2';
  /** The next step: a command or a button. */
  readonly action?: ReactNode;
}

/** Nothing to show, and what to do about it. */
export function EmptyState({ icon: Icon, title, heading: Heading = 'h2', children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center px-5 py-14 text-center">
      <span className="mb-4 grid size-11 place-items-center rounded-lg border border-line bg-band text-muted">
        <Icon aria-hidden className="size-5" strokeWidth={1.75} />
      </span>
      <Heading className="font-semibold text-md">{title}</Heading>
      <p className="mt-1 max-w-md text-balance text-muted text-sm">{children}</p>
      {action !== undefined && action !== false && (
        <div className="mt-5 flex w-full max-w-2xl justify-center">{action}</div>
      )}
    </div>
  );
}
