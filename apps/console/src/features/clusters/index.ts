export { ClusterList } from './cluster-list.tsx';
export { ClusterSwitcher } from './cluster-switcher.tsx';
export { ClusterView } from './cluster-view.tsx';
export { clusterMessages } from './messages.ts';
export { clusterHref, useClusterChoice } from './use-cluster-choice.ts';
