export { AccountMenu } from './account-menu.tsx';
export { ChangePasswordForm } from './change-password-form.tsx';
export { Door } from './door.tsx';
export { sessionMessages } from './messages.ts';
export { ProviderButtons } from './provider-buttons.tsx';
export { SendToSignIn } from './send-to-sign-in.tsx';
export { SignInForm } from './sign-in-form.tsx';
export { TenantSwitcher } from './tenant-switcher.tsx';
