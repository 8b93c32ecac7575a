import { notFound } from 'next/navigation';
import { isKind, persistentMessages } from '../../../../../../features/persistent/index.ts';
import { titled } from '../../../../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(persistentMessages, (t) => t.title);

interface PageProps {
  readonly params: Promise<{ cluster: string; kind: string; id: string }>;
}

export default async function PersistentTaskPage({ params }: PageProps) {
  const { cluster, kind, id } = await params;
  if (!/^[1-9]\d{0,9}$/.test(cluster) || !isKind(kind)) notFound();
  return <View clusterId={Number(cluster)} kind={kind} id={decodeURIComponent(id)} />;
}
