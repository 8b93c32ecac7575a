import { NewPreheatLink, PreheatNav, preheatMessages } from '../../../features/preheat/index.ts';
import { requestMessages, titled } from '../../../i18n/request-locale.ts';
import { PageHeader } from '../../../ui/page-header.tsx';
import { View } from './view.tsx';

export const generateMetadata = titled(preheatMessages, (t) => t.title);

export default async function PreheatsPage() {
  const t = await requestMessages(preheatMessages);
  return (
    <>
      <PageHeader title={t.title} note={t.note} actions={<NewPreheatLink />} />
      <PreheatNav />
      <View />
    </>
  );
}
