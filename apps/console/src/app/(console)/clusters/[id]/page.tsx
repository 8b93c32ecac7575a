import { notFound } from 'next/navigation';
import { ClusterView, clusterMessages } from '../../../../features/clusters/index.ts';
import { titled } from '../../../../i18n/request-locale.ts';

export const generateMetadata = titled(clusterMessages, (t) => t.cluster);

export default async function ClusterPage({ params }: { readonly params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!/^[1-9]\d{0,9}$/.test(id)) notFound();
  return <ClusterView id={Number(id)} />;
}
