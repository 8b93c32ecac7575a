import { notFound } from 'next/navigation';
import { settingsMessages } from '../../../../../features/cluster-settings/index.ts';
import { titled } from '../../../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(settingsMessages, (t) => t.history.title);

export default async function ClusterHistoryPage({ params }: { readonly params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!/^[1-9]\d{0,9}$/.test(id)) notFound();
  return <View id={Number(id)} />;
}
