import { notFound } from 'next/navigation';
import { HostView, hostMessages } from '../../../../features/hosts/index.ts';
import { titled } from '../../../../i18n/request-locale.ts';

export const generateMetadata = titled(hostMessages, (t) => t.host);

export default async function HostPage({ params }: { readonly params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!/^[1-9]\d{0,9}$/.test(id)) notFound();
  return <HostView id={Number(id)} />;
}
