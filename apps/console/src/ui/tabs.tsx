'use client';
import { type ComponentProps, createContext, type ReactNode, useContext, useId } from 'react';
import { cn } from './cn.ts';
import { rove } from './roving.ts';

interface TabsState {
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  readonly id: string;
}

const TabsContext = createContext<TabsState | undefined>(undefined);

function useTabs(): TabsState {
  const tabs = useContext(TabsContext);
  if (tabs === undefined) throw new Error('a part of tabs needs Tabs above');
  return tabs;
}

interface TabsProps {
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  readonly children: ReactNode;
}

/** Sections of which one is in sight. */
export function Tabs({ value, onValueChange, children }: TabsProps) {
  const id = useId();
  return <TabsContext value={{ value, onValueChange, id }}>{children}</TabsContext>;
}

/** The names of the sections. Arrows move among them and choose. */
export function TabsList({ className, ...rest }: ComponentProps<'div'>) {
  const { onValueChange } = useTabs();
  return (
    <div
      role="tablist"
      onKeyDown={(event) => {
        const value = rove(event, 'tab')?.dataset.value;
        if (value !== undefined) onValueChange(value);
      }}
      className={cn('flex gap-5 overflow-x-auto border-line border-b [scrollbar-width:none]', className)}
      {...rest}
    />
  );
}

interface TabProps {
  readonly value: string;
  readonly count?: string | undefined;
  readonly children: ReactNode;
}

export function Tab({ value, count, children }: TabProps) {
  const tabs = useTabs();
  const active = tabs.value === value;
  return (
    <button
      type="button"
      role="tab"
      id={`${tabs.id}-tab-${value}`}
      data-value={value}
      aria-selected={active}
      aria-controls={active ? `${tabs.id}-panel-${value}` : undefined}
      tabIndex={active ? 0 : -1}
      onClick={() => tabs.onValueChange(value)}
      className={cn(
        '-mb-px flex h-10 items-center gap-2 whitespace-nowrap rounded-t-sm border-b-2 font-medium text-sm transition-colors focus-visible:-outline-offset-2',
        active ? 'border-accent text-ink' : 'border-transparent text-muted hover:text-ink',
      )}
    >
      {children}
      {count !== undefined && <span className="font-normal text-faint text-xs tabular-nums">{count}</span>}
    </button>
  );
}

/** What a tab shows; mounted only while it is in sight. */
export function TabPanel({ value, children }: { readonly value: string; readonly children: ReactNode }) {
  const tabs = useTabs();
  if (tabs.value !== value) return null;
  return (
    <div
      role="tabpanel"
      id={`${tabs.id}-panel-${value}`}
      aria-labelledby={`${tabs.id}-tab-${value}`}
      className="rounded-sm"
    >
      {children}
    </div>
  );
}
