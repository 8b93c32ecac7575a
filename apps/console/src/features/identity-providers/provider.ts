import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';

export type Provider = inferRouterOutputs<AppRouter>['identityProviders']['list'][number];
export type ProviderFields = inferRouterInputs<AppRouter>['identityProviders']['create']['provider'];
export type GroupRole = Provider['groupRoles'][number];

/** The address to enter at the provider, where people come back to. */
export const callbackOf = (name: string, origin: string): string => `${origin}/api/auth/callback/${name || '…'}`;

/** The form's values as they are typed. */
export interface ProviderValues {
  readonly name: string;
  readonly label: string;
  readonly enabled: boolean;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  readonly groupsClaim: string;
  readonly signUp: boolean;
  readonly groupRoles: readonly GroupRole[];
}

/** What a form begins with. */
export const valuesOf = (provider: Provider | undefined): ProviderValues => ({
  ...{ name: provider?.name ?? '', label: provider?.label ?? '', enabled: provider?.enabled ?? true },
  ...{ issuer: provider?.settings.issuer ?? '', clientId: provider?.settings.clientId ?? '', clientSecret: '' },
  scope: provider?.settings.scope ?? 'openid profile email',
  groupsClaim: provider?.settings.groupsClaim ?? 'groups',
  signUp: provider?.settings.signUp ?? true,
  groupRoles: provider?.groupRoles ?? [],
});

/** The provider that values mean, without its secret. */
export const fieldsOf = (values: ProviderValues): ProviderFields => {
  const { name, label, enabled, issuer, clientId, scope, groupsClaim, signUp, groupRoles } = values;
  const settings = { issuer, clientId, scope, groupsClaim, signUp };
  return { name, label, enabled, settings, groupRoles: [...groupRoles] };
};
