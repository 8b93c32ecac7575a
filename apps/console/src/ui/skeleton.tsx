import { cn } from './cn.ts';

/** Holds the place of what is on its way. The region around it says `aria-busy`. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <span aria-hidden className={cn('block animate-skeleton rounded-sm bg-track/45', className)} />;
}

/** Rows of a list on its way. */
export function SkeletonRows({ rows, className }: { readonly rows: number; readonly className?: string }) {
  return (
    <div aria-hidden className={cn('flex flex-col', className)}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <div key={row} className="flex h-13 items-center gap-6 border-line border-b px-5 last:border-0">
          <Skeleton className="h-3.5 w-2/5" />
          <Skeleton className="h-3.5 w-20" />
          <Skeleton className="ml-auto h-3.5 w-28 max-sm:hidden" />
        </div>
      ))}
    </div>
  );
}
