import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';
import { curlOf, yamlOf } from '../../ui/twin-text.ts';

export type Credential = inferRouterOutputs<AppRouter>['registryCredentials']['list'][number];
export type CredentialFields = inferRouterInputs<AppRouter>['registryCredentials']['create'];

/** The host of what somebody pastes: a URL, an image reference or the host alone. */
export function registryOf(text: string): string {
  const rest = text.trim().replace(/^[a-z]+:\/\//i, '');
  return (rest.split('/')[0] ?? '').toLowerCase();
}

/** The same by the API; the password is left to the reader. `id` is the credential that changes. */
export function credentialTwin({ password: _, ...fields }: CredentialFields, origin: string, id?: number) {
  const body = { ...fields, password: '…' };
  const path = '/api/v2/registry-credentials';
  return {
    curl: curlOf(
      id === undefined ? { method: 'POST', path, body } : { method: 'PATCH', path: `${path}/${id}`, body },
      origin,
    ),
    yaml: yamlOf(body),
  };
}
