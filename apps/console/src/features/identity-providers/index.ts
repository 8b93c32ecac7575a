export { providerMessages } from './messages.ts';
export { ProviderList } from './provider-list.tsx';
