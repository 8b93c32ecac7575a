import { notFound } from 'next/navigation';
import { EditCluster, settingsMessages } from '../../../../../features/cluster-settings/index.ts';
import { titled } from '../../../../../i18n/request-locale.ts';

export const generateMetadata = titled(settingsMessages, (t) => t.edit);

export default async function EditClusterPage({ params }: { readonly params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!/^[1-9]\d{0,9}$/.test(id)) notFound();
  return <EditCluster id={Number(id)} />;
}
