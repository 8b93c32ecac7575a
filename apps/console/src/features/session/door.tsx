import type { ReactNode } from 'react';
import { BrandMark } from '../../ui/brand-mark.tsx';
import { SwarmBackdrop } from './swarm-backdrop.tsx';

interface DoorProps {
  readonly title: string;
  readonly note?: ReactNode;
  readonly foot?: ReactNode;
  readonly children: ReactNode;
}

/** The page before the console: one card in the middle. */
export function Door({ title, note, foot, children }: DoorProps) {
  return (
    <main className="relative grid min-h-dvh place-items-center overflow-hidden px-4 py-10">
      <SwarmBackdrop />
      <div className="relative w-full max-w-sm">
        <div className="mb-6 flex items-center justify-center gap-2.5">
          <BrandMark className="size-8" />
          <span className="font-semibold text-lg tracking-[-0.015em]">Damselfly</span>
        </div>
        <div className="rounded-lg border border-line bg-surface p-6 shadow-raised sm:p-7">
          <h1 className="font-semibold text-md">{title}</h1>
          {note !== undefined && <p className="mt-1 text-pretty text-muted text-sm">{note}</p>}
          <div className="mt-5">{children}</div>
        </div>
        {foot !== undefined && <p className="mt-4 text-balance text-center text-muted text-xs">{foot}</p>}
      </div>
    </main>
  );
}
