export { clusterMessages } from './messages.ts';
export { useClusterNames } from './use-cluster-names.ts';
