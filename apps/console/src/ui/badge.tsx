import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** A small fact beside a name. */
export function Badge({ className, ...rest }: ComponentProps<'span'>) {
  return (
    <span
      className={cn(
        'inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-sm border border-line bg-band px-1.5 font-medium text-2xs text-muted',
        className,
      )}
      {...rest}
    />
  );
}
