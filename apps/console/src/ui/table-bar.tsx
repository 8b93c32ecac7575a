import type { ReactNode } from 'react';

/** A toolbar above a table: filters at the start, actions at the end. */
export function TableBar({ children, end }: { readonly children: ReactNode; readonly end?: ReactNode }) {
  return (
    <div className="mb-4 flex flex-wrap items-center gap-3">
      {children}
      {end !== undefined && <div className="ml-auto flex flex-wrap items-center gap-2">{end}</div>}
    </div>
  );
}
