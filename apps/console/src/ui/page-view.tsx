'use client';
import type { ComponentType } from 'react';
import { loaded } from './loaded.tsx';
import { Skeleton, SkeletonRows } from './skeleton.tsx';

/**
 * What a page shows, apart from the scripts that the document waits for: the frame stands first. The view is asked for
 * as soon as the page's script runs, not when it is drawn.
 */
export function pageView<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const asked = typeof window === 'undefined' ? undefined : load();
  // Who draws the view hears of a failure; it is not to be reported twice.
  asked?.catch(() => undefined);
  return loaded(() => asked ?? load(), <Waiting />);
}

function Waiting() {
  return (
    <div aria-busy>
      <Skeleton className="mt-1 mb-7 h-7 w-64 max-w-full" />
      <SkeletonRows rows={6} />
    </div>
  );
}
