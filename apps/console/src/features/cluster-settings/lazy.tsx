'use client';
import { Card } from '../../ui/card.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';

const waiting = (
  <Card aria-busy>
    <SkeletonRows rows={8} />
  </Card>
);

// Forms bring their checks along: they come once their page is there.
export const NewCluster = loaded(() => import('./new-cluster.tsx').then((part) => part.NewCluster), waiting);
export const EditCluster = loaded(() => import('./edit-cluster.tsx').then((part) => part.EditCluster), waiting);
