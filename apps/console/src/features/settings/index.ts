export { settingsMessages } from './messages.ts';
export { SettingsView } from './settings-view.tsx';
