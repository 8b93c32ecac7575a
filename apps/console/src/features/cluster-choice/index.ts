export { ClusterSwitcher } from './cluster-switcher.tsx';
export { clusterHref, useClusterChoice } from './use-cluster-choice.ts';
