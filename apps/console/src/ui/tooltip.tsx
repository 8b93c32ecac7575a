'use client';
import { type ReactNode, useId, useRef, useState } from 'react';
import { useAnchored } from './anchored.ts';

interface TooltipProps {
  readonly text: string;
  readonly children: ReactNode;
}

/** A few words about what is under the pointer or has the focus. It never holds what cannot be known otherwise. */
export function Tooltip({ text, children }: TooltipProps) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  const float = useRef<HTMLSpanElement>(null);
  const id = useId();
  useAnchored(anchor, float, { side: 'top', open });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is inside is the control
    <span
      ref={anchor}
      className="inline-flex"
      aria-describedby={open ? id : undefined}
      onPointerEnter={() => setOpen(true)}
      onPointerLeave={() => setOpen(false)}
      onFocus={() => setOpen(true)}
      onBlur={() => setOpen(false)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setOpen(false);
      }}
    >
      {children}
      {open && (
        <span
          ref={float}
          id={id}
          popover="manual"
          role="tooltip"
          className="pointer-events-none fixed m-0 max-w-72 animate-fade rounded-md border border-line bg-raised px-2 py-1 text-ink text-xs shadow-raised"
        >
          {text}
        </span>
      )}
    </span>
  );
}
