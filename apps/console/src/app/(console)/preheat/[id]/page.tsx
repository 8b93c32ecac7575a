import { notFound } from 'next/navigation';
import { preheatMessages } from '../../../../features/preheat/index.ts';
import { titled } from '../../../../i18n/request-locale.ts';
import { View } from './view.tsx';

export const generateMetadata = titled(preheatMessages, (t) => t.title);

export default async function PreheatPage({ params }: { readonly params: Promise<{ id: string }> }) {
  const id = Number((await params).id);
  if (!Number.isSafeInteger(id) || id < 1) notFound();
  return <View id={id} />;
}
