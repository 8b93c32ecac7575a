import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ClusterView } from '../../../../features/clusters/index.ts';

export const metadata: Metadata = { title: 'Cluster' };

export default async function ClusterPage({ params }: { readonly params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!/^[1-9]\d{0,9}$/.test(id)) notFound();
  return <ClusterView id={Number(id)} />;
}
