export { CredentialList } from './credential-list.tsx';
export { credentialMessages } from './messages.ts';
