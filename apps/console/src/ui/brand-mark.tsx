import { cn } from './cn.ts';

/** The damselfly: a body and four wings, drawn as a node with its edges. */
export function BrandMark({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={cn('size-7', className)} fill="none">
      <g stroke="var(--edge-hot)" strokeWidth="1.6" strokeLinejoin="round" fill="var(--edge-hot)" fillOpacity="0.18">
        <path d="M16 12.5C11 4.5 4.5 4 2.5 6.5s3 7.5 13.5 7.2" />
        <path d="M16 12.5C21 4.5 27.5 4 29.5 6.5s-3 7.5-13.5 7.2" />
        <path d="M16 14.5C10 14.5 5 17.5 5.6 20.2S11.5 21.5 16 16" />
        <path d="M16 14.5c6 0 11 3 10.4 5.7S20.5 21.5 16 16" />
      </g>
      <path d="M16 11v16" stroke="var(--accent)" strokeWidth="2.6" strokeLinecap="round" />
      <circle cx="16" cy="8.4" r="2.7" fill="var(--accent)" />
    </svg>
  );
}
