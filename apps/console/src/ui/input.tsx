import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** A line of text. Give it its label through `Field`, or an `aria-label`. */
export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return (
    <input
      className={cn(
        'h-9 w-full min-w-0 rounded-md border border-line-strong/70 bg-surface px-3 text-base text-ink transition-colors hover:border-line-strong focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0 disabled:opacity-50 aria-invalid:border-failed pointer-coarse:h-11 pointer-coarse:text-md',
        className,
      )}
      {...rest}
    />
  );
}
