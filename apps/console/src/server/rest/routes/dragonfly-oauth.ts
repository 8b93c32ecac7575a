import { Failure } from '@damselfly/core';
import { z } from 'zod';
import type { ProviderRow } from '../../domain/identities/stores.ts';
import { idParams, pageOfAll, textQuery } from '../dragonfly-routes.ts';
import { dragonflyPage } from '../paging.ts';
import { type Route, route } from '../route.ts';

const common = { dialect: 'dragonfly', tag: 'Identity providers, as in Dragonfly' } as const;
const may = (action: 'create' | 'read' | 'update' | 'delete') => ({ action, subject: 'IdentityProvider' }) as const;
const base = '/api/v1/oauth';
const shown = z
  .object({ id: z.int(), name: z.string(), bio: z.string(), client_id: z.string(), redirect_url: z.string() })
  .meta({ id: 'DragonflyOauth' });
const secret = z.string().min(1).max(1024);
const clientId = z.string().min(1).max(256);
const note = z.string().max(64).nullish();
const googleIssuer = 'https://accounts.google.com';

/** Secrets never leave; where people come back to follows from the console's own address. */
const providerOf = ({ id, name, label, settings }: ProviderRow) => ({
  ...{ id, name, bio: label, client_id: settings.clientId, redirect_url: '' },
});

/** Providers to sign in with. They speak OpenID Connect, which GitHub does not. */
export const oauthRoutes: readonly Route[] = [
  route({
    ...{ ...common, method: 'post', path: base, permission: may('create'), answer: shown },
    summary: 'Adds a provider to sign in with',
    body: z.object({
      ...{ name: z.enum(['github', 'google']), bio: note, client_id: clientId, client_secret: secret },
      redirect_url: z.string().max(1024).nullish(),
    }),
    async handle({ viewer, services, body }) {
      if (body.name === 'github')
        throw new Failure('invalid', 'name: GitHub speaks no OpenID Connect; put a provider before it that does');
      const settings = {
        issuer: googleIssuer,
        clientId: body.client_id,
        scope: 'openid email profile',
        groupsClaim: '',
      };
      const fields = {
        ...{ name: body.name, label: body.bio || 'Google', enabled: true, groupRoles: [] },
        settings: { ...settings, signUp: false },
      };
      return { body: providerOf(await services.identities.create(viewer, fields, body.client_secret)) };
    },
  }),
  route({
    ...{ ...common, method: 'get', path: base, permission: may('read'), answer: z.array(shown) },
    ...{
      summary: 'Providers to sign in with',
      query: z.object({ ...dragonflyPage, name: textQuery, client_id: textQuery }),
    },
    async handle({ viewer, services, url, query }) {
      const all = (await services.identities.list(viewer)).filter(
        ({ name, settings }) =>
          (query.name === undefined || name === query.name) &&
          (query.client_id === undefined || settings.clientId === query.client_id),
      );
      return pageOfAll(url, query, all.map(providerOf));
    },
  }),
  route({
    ...{ ...common, method: 'get', path: `${base}/{id}`, permission: may('read'), params: idParams },
    ...{ summary: 'A provider to sign in with', answer: shown },
    handle: async ({ viewer, services, params }) => ({
      body: providerOf(found(await services.identities.list(viewer), params.id)),
    }),
  }),
  route({
    ...{ ...common, method: 'patch', path: `${base}/{id}`, permission: may('update'), params: idParams },
    ...{ summary: 'Changes a provider; what is left out stays', answer: shown },
    body: z.object({ bio: note, client_id: clientId.optional(), client_secret: secret.optional() }),
    async handle({ viewer, services, params, body }) {
      const { id, ...before } = found(await services.identities.list(viewer), params.id);
      const settings = { ...before.settings, clientId: body.client_id ?? before.settings.clientId };
      const fields = { ...before, label: body.bio || before.label, settings };
      return { body: providerOf(await services.identities.update(viewer, id, fields, body.client_secret)) };
    },
  }),
  route({
    ...{ ...common, method: 'delete', path: `${base}/{id}`, permission: may('delete'), params: idParams },
    summary: 'Removes a provider',
    async handle({ viewer, services, params }) {
      await services.identities.remove(viewer, params.id);
      return {};
    },
  }),
];

function found(all: readonly ProviderRow[], id: number): ProviderRow {
  const provider = all.find((one) => one.id === id);
  if (provider === undefined) throw new Failure('notFound', 'record not found');
  return provider;
}
