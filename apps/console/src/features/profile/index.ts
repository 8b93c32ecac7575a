export { profileMessages } from './messages.ts';
export { ProfileView } from './profile-view.tsx';
