import { z } from 'zod';
import { credentialChange, credentialSettings } from '../../domain/registry-credentials/registry-credentials.ts';
import { type Route, route } from '../route.ts';

const id = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1);
const params = z.strictObject({ id });
const credential = z
  .object({ id: z.int(), name: z.string(), registry: z.string(), username: z.string(), certificate: z.string() })
  .meta({ id: 'RegistryCredential' });
const common = { dialect: 'v2', tag: 'Registry credentials' } as const;
const base = '/api/v2/registry-credentials';

/** How a tenant signs in at registries. Passwords are taken and never given. */
export const registryCredentialRoutes: readonly Route[] = [
  route({
    ...{ ...common, method: 'get', path: base, permission: { action: 'read', subject: 'RegistryCredential' } },
    ...{ summary: 'Registry credentials, without their passwords', answer: z.array(credential) },
    handle: async ({ viewer, services }) => ({ body: await services.registryCredentials.list(viewer) }),
  }),
  route({
    ...{ ...common, method: 'post', path: base, permission: { action: 'create', subject: 'RegistryCredential' } },
    ...{ summary: 'Keeps a credential', status: 201, answer: credential, body: credentialSettings },
    handle: async ({ viewer, services, body }) => ({
      body: await services.registryCredentials.create(viewer, body),
    }),
  }),
  route({
    ...{ ...common, method: 'patch', path: `${base}/{id}`, params },
    permission: { action: 'update', subject: 'RegistryCredential' },
    ...{ summary: 'Changes a credential', answer: credential, body: credentialChange },
    handle: async ({ viewer, services, params: one, body }) => ({
      body: await services.registryCredentials.update(viewer, one.id, body),
    }),
  }),
  route({
    ...{ ...common, method: 'delete', path: `${base}/{id}`, params, status: 204 },
    permission: { action: 'delete', subject: 'RegistryCredential' },
    summary: 'Forgets a credential',
    async handle({ viewer, services, params: one }) {
      await services.registryCredentials.remove(viewer, one.id);
      return {};
    },
  }),
];
