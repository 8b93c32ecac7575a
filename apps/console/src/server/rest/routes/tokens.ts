import { z } from 'zod';
import type { TokenRow } from '../../domain/tokens/stores.ts';
import { dragonflyPage, linkHeader } from '../paging.ts';
import { type Route, route } from '../route.ts';

const id = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1);
const params = z.object({ id });
const time = z.iso.datetime({ offset: true });
const shown = z
  .object({
    ...{ id: z.int(), name: z.string(), bio: z.string(), scopes: z.array(z.string()), state: z.string() },
    ...{ expired_at: z.string(), created_at: z.string(), updated_at: z.string(), user_id: z.int() },
    token: z.string().optional(),
  })
  .meta({ id: 'PersonalAccessToken' });

const tokenOf = (token: TokenRow) => ({
  ...{ id: token.id, name: token.name, bio: token.description, scopes: token.scopes },
  ...{ state: token.state === 'active' ? 'active' : 'inactive', expired_at: token.expiresAt.toISOString() },
  ...{ created_at: token.createdAt.toISOString(), updated_at: token.updatedAt.toISOString() },
  ...{ user_id: token.user?.id ?? 0, user: token.user },
});

const common = { dialect: 'dragonfly', tag: 'Personal access tokens, as in Dragonfly' } as const;
const base = '/api/v1/personal-access-tokens';

/** Tokens as Dragonfly's manager offers them. Their secret is in the answer that makes one, and never again. */
export const tokenRoutes: readonly Route[] = [
  route({
    ...{ ...common, method: 'post', path: base, permission: { action: 'create', subject: 'ApiToken' } },
    ...{ summary: 'Makes a token for the caller', answer: shown },
    body: z.object({
      name: z.string().min(1).max(128),
      bio: z.string().max(1024).nullish(),
      scopes: z.array(z.string().max(64)).max(50).nullish(),
      expired_at: time,
      user_id: z.int().nullish(),
    }),
    async handle({ viewer, services, body }) {
      const scopes = body.scopes?.length ? body.scopes : ['job', 'cluster'];
      const wanted = { name: body.name, scopes, expiresAt: new Date(body.expired_at), description: body.bio ?? '' };
      const { token, secret } = await services.tokens.create(viewer, wanted);
      return { body: { ...tokenOf(token), token: secret } };
    },
  }),
  route({
    ...{ ...common, method: 'get', path: base, permission: { action: 'read', subject: 'ApiToken' } },
    ...{ summary: 'Tokens, without their secrets', answer: z.array(shown) },
    query: z.object({ ...dragonflyPage, state: z.string().optional(), user_id: z.string().optional() }),
    async handle({ viewer, services, url, query: { page, per_page: perPage, state, user_id: userId } }) {
      const all = (await services.tokens.list(viewer)).map(tokenOf);
      const fit = all.filter((one) => (!state || one.state === state) && (!userId || String(one.user_id) === userId));
      const items = fit.slice((page - 1) * perPage, page * perPage);
      return { body: items, headers: { Link: linkHeader(url, page, perPage, fit.length) } };
    },
  }),
  route({
    ...{ ...common, method: 'get', path: `${base}/{id}`, permission: { action: 'read', subject: 'ApiToken' }, params },
    ...{ summary: 'A token, without its secret', answer: shown },
    handle: async ({ viewer, services, params: one }) => ({
      body: tokenOf(await services.tokens.byId(viewer, one.id)),
    }),
  }),
  route({
    ...{ ...common, method: 'patch', path: `${base}/{id}`, params },
    permission: { action: 'update', subject: 'ApiToken' },
    ...{ summary: 'Changes a token; what is left out stays', answer: shown },
    body: z.object({
      bio: z.string().max(1024).nullish(),
      scopes: z.array(z.string().max(64)).max(50).nullish(),
      state: z.enum(['active', 'inactive']).nullish(),
      expired_at: time.nullish(),
    }),
    async handle({ viewer, services, params: one, body }) {
      const token = await services.tokens.update(viewer, one.id, {
        ...(body.bio && { description: body.bio }),
        ...(body.scopes?.length && { scopes: body.scopes }),
        ...(body.state && { state: body.state === 'active' ? 'active' : 'revoked' }),
        ...(body.expired_at && { expiresAt: new Date(body.expired_at) }),
      });
      return { body: tokenOf(token) };
    },
  }),
  route({
    ...{ ...common, method: 'delete', path: `${base}/{id}`, params },
    ...{ permission: { action: 'delete', subject: 'ApiToken' }, summary: 'Revokes a token for good' },
    async handle({ viewer, services, params: one }) {
      await services.tokens.delete(viewer, one.id);
      return {};
    },
  }),
];
