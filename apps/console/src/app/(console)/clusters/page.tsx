import type { Metadata } from 'next';
import { ClusterList } from '../../../features/clusters/index.ts';
import { PageHeader } from '../../../ui/page-header.tsx';

export const metadata: Metadata = { title: 'Clusters' };

export default function ClustersPage() {
  return (
    <>
      <PageHeader title="Clusters" note="Schedulers with the peers that they serve." />
      <ClusterList />
    </>
  );
}
