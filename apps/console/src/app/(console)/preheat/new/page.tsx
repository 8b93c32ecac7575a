import { preheatMessages } from '../../../../features/preheat/index.ts';
import { requestMessages, titled } from '../../../../i18n/request-locale.ts';
import { PageHeader } from '../../../../ui/page-header.tsx';
import { View } from './view.tsx';

export const generateMetadata = titled(preheatMessages, (t) => t.newTitle);

export default async function NewPreheatPage() {
  const t = await requestMessages(preheatMessages);
  return (
    <>
      <PageHeader crumbs={[{ label: t.title, href: '/preheat' }]} title={t.newTitle} note={t.newNote} />
      <View />
    </>
  );
}
