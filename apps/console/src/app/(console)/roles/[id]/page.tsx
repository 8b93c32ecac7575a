import { notFound } from 'next/navigation';
import { RoleView, roleMessages } from '../../../../features/roles/index.ts';
import { titled } from '../../../../i18n/request-locale.ts';

export const generateMetadata = titled(roleMessages, (t) => t.title);

export default async function RolePage({ params }: { readonly params: Promise<{ id: string }> }) {
  const id = Number((await params).id);
  if (!Number.isSafeInteger(id) || id < 1) notFound();
  return <RoleView id={id} />;
}
