import { notFound } from 'next/navigation';
import { PreheatView, preheatMessages } from '../../../../features/preheat/index.ts';
import { titled } from '../../../../i18n/request-locale.ts';

export const generateMetadata = titled(preheatMessages, (t) => t.title);

export default async function PreheatPage({ params }: { readonly params: Promise<{ id: string }> }) {
  const id = Number((await params).id);
  if (!Number.isSafeInteger(id) || id < 1) notFound();
  return <PreheatView id={id} />;
}
