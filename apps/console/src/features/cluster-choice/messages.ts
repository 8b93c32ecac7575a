import { defineMessages } from '../../i18n/messages.ts';

export const clusterChoiceMessages = defineMessages({
  en: {
    title: 'Clusters',
    allClusters: 'All clusters',
    switchCluster: (name: string) => `Shown: ${name}. Change it`,
  },
  zh: {
    title: '集群',
    allClusters: '全部集群',
    switchCluster: (name) => `当前显示：${name}，点击切换`,
  },
});
