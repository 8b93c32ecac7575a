import { notFound } from 'next/navigation';
import { mapMessages } from '../../../../../features/swarm-map/index.ts';
import { titled } from '../../../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(mapMessages, (t) => t.title);

export default async function MapPage({ params }: { readonly params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!/^[1-9]\d{0,9}$/.test(id)) notFound();
  return <View id={Number(id)} />;
}
