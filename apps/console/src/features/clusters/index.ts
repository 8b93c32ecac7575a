export { ClusterList } from './cluster-list.tsx';
export { ClusterView } from './cluster-view.tsx';
export { clusterMessages } from './messages.ts';
export { useClusterNames } from './use-cluster-names.ts';
