import type { ReactNode } from 'react';
import { cn } from './cn.ts';

export interface Fact {
  readonly term: string;
  readonly value: ReactNode;
}

/** Names and values side by side, wrapping as the width allows. */
export function Facts({ facts, className }: { readonly facts: readonly Fact[]; readonly className?: string }) {
  return (
    <dl className={cn('flex flex-wrap gap-x-8 gap-y-3', className)}>
      {facts.map(({ term, value }) => (
        <div key={term} className="min-w-0">
          <dt className="text-muted text-xs">{term}</dt>
          <dd className="mt-0.5 min-w-0 font-medium text-base tabular-nums [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
