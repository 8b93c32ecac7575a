import { NewCluster, settingsMessages } from '../../../../features/cluster-settings/index.ts';
import { requestMessages, titled } from '../../../../i18n/request-locale.ts';
import { PageHeader } from '../../../../ui/page-header.tsx';

export const generateMetadata = titled(settingsMessages, (t) => t.create);

export default async function NewClusterPage() {
  const t = await requestMessages(settingsMessages);
  return (
    <>
      <PageHeader
        crumbs={[{ label: t.clusters, href: '/clusters' }, { label: t.create }]}
        title={t.create}
        note={t.createNote}
      />
      <NewCluster />
    </>
  );
}
