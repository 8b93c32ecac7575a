export { ClusterActions } from './cluster-actions.tsx';
export { ClusterHistory } from './cluster-history.tsx';
export { ClusterListActions } from './cluster-list-actions.tsx';
export { LandingFinder } from './landing-finder.tsx';
export { EditCluster, NewCluster } from './lazy.tsx';
export { settingsMessages } from './messages.ts';
export { SettingsCard } from './settings-card.tsx';
