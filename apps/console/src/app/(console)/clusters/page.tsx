import { ClusterListActions } from '../../../features/cluster-settings/index.ts';
import { clusterMessages } from '../../../features/clusters/index.ts';
import { requestMessages, titled } from '../../../i18n/request-locale.ts';
import { PageHeader } from '../../../ui/page-header.tsx';
import { View } from './view.tsx';

export const generateMetadata = titled(clusterMessages, (t) => t.title);

export default async function ClustersPage() {
  const t = await requestMessages(clusterMessages);
  return (
    <>
      <PageHeader title={t.title} note={t.note} actions={<ClusterListActions />} />
      <View />
    </>
  );
}
