import type { ReactNode } from 'react';
import { cn } from './cn.ts';

/** A key to press. */
export function Kbd({ children, className }: { readonly children: ReactNode; readonly className?: string }) {
  return (
    <kbd
      className={cn(
        'inline-grid h-5 min-w-5 place-items-center rounded-sm border border-line bg-band px-1 font-sans text-2xs text-muted',
        className,
      )}
    >
      {children}
    </kbd>
  );
}
