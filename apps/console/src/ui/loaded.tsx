'use client';
import { type ComponentType, lazy, type ReactNode, Suspense, useSyncExternalStore } from 'react';

const never = () => () => undefined;

/**
 * A component whose code comes when it is first shown, so that the page's first load goes without: dialogs and drawers
 * with their forms, charts, menus. Until then, and on the server, `waiting` stands in its place.
 *
 *     const EditCluster = loaded(() => import('./edit-cluster.tsx').then((part) => part.EditCluster));
 */
export function loaded<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  waiting: ReactNode = null,
): ComponentType<Props> {
  const Part = lazy(async () => ({ default: await load() }));
  return (props) => {
    const inBrowser = useSyncExternalStore(
      never,
      () => true,
      () => false,
    );
    if (!inBrowser) return waiting;
    return (
      <Suspense fallback={waiting}>
        <Part {...props} />
      </Suspense>
    );
  };
}
