'use client';
import { Tabs as Radix } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

export const Tabs = Radix.Root;

export function TabsList({ className, ...rest }: ComponentProps<typeof Radix.List>) {
  return <Radix.List className={cn('flex gap-5 overflow-x-auto border-line border-b', className)} {...rest} />;
}

interface TabProps extends ComponentProps<typeof Radix.Trigger> {
  readonly count?: number;
}

export function Tab({ className, children, count, ...rest }: TabProps) {
  return (
    <Radix.Trigger
      className={cn(
        '-mb-px flex h-10 items-center gap-2 whitespace-nowrap rounded-t-sm border-transparent border-b-2 font-medium text-muted text-sm transition-colors hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink',
        className,
      )}
      {...rest}
    >
      {children}
      {count !== undefined && <span className="font-normal text-faint text-xs tabular-nums">{count}</span>}
    </Radix.Trigger>
  );
}

export function TabPanel({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return <Radix.Content className={cn('rounded-sm', className)} {...rest} />;
}
