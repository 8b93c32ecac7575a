export { serviceAccountMessages } from './messages.ts';
export { ServiceAccountList } from './service-account-list.tsx';
