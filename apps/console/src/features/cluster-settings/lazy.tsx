'use client';
import dynamic from 'next/dynamic';
import { Card } from '../../ui/card.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';

const loading = () => (
  <Card aria-busy>
    <SkeletonRows rows={8} />
  </Card>
);

// Forms bring their checks along: they come once their page is there.
export const NewCluster = dynamic(() => import('./new-cluster.tsx').then((module) => module.NewCluster), {
  ssr: false,
  loading,
});
export const EditCluster = dynamic(() => import('./edit-cluster.tsx').then((module) => module.EditCluster), {
  ssr: false,
  loading,
});
