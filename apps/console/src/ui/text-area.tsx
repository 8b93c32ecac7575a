import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** Several lines of text; grows with what is typed where the browser can. */
export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      className={cn(
        'field-sizing-content max-h-96 min-h-20 w-full min-w-0 rounded-md border border-line-strong/70 bg-surface px-3 py-2 text-base text-ink transition-colors hover:border-line-strong focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0 disabled:opacity-50 aria-invalid:border-failed',
        className,
      )}
      {...rest}
    />
  );
}
