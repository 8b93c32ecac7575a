export { ClusterActions } from './cluster-actions.tsx';
export { ClusterListActions } from './cluster-list-actions.tsx';
export { EditCluster, NewCluster } from './lazy.tsx';
export { settingsMessages } from './messages.ts';
export { SettingsCard } from './settings-card.tsx';
