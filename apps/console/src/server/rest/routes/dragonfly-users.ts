import { Failure } from '@damselfly/core';
import { z } from 'zod';
import type { Viewer } from '../../domain/accounts/viewer.ts';
import type { PersonRow } from '../../domain/people/stores.ts';
import type { Services } from '../../trpc/context.ts';
import { dragonflyRole, ourRole } from '../dragonfly-groups.ts';
import { idParams, pageOfAll, textQuery } from '../dragonfly-routes.ts';
import { dragonflyPage, largestPage } from '../paging.ts';
import { type Route, route } from '../route.ts';

const common = { dialect: 'dragonfly', tag: 'Users, as in Dragonfly' } as const;
const base = '/api/v1/users';
const roleParams = idParams.extend({ role: z.string().min(1).max(64) });
const shown = z
  .object({
    ...{ id: z.int(), name: z.string(), email: z.string(), state: z.enum(['enable', 'disable']) },
    ...{ avatar: z.string(), phone: z.string(), location: z.string(), bio: z.string() },
    ...{ created_at: z.string(), updated_at: z.string() },
  })
  .meta({ id: 'DragonflyUser' });

const userOf = ({ id, name, email, displayName, state, createdAt }: PersonRow) => ({
  ...{ id, name, email: email ?? '', state: state === 'enabled' ? 'enable' : 'disable', bio: displayName },
  // Nobody's picture, telephone and place are kept here.
  ...{ avatar: '', phone: '', location: '' },
  ...{ created_at: createdAt.toISOString(), updated_at: createdAt.toISOString() },
});

const rolesHere = ({ memberships }: PersonRow, { tenant }: Viewer) =>
  memberships.filter((one) => one.tenant.id === tenant.id || one.role.scope === 'platform').map(({ role }) => role);

/** The membership that a path names, in the caller's tenant. */
async function membership(services: Services, viewer: Viewer, userId: number, name: string) {
  const person = await services.people.byId(viewer, userId);
  const role = (await services.roles.list(viewer)).find((one) => one.name === ourRole(name));
  if (role === undefined) throw new Failure('notFound', `There is no role ${name}.`);
  const held = rolesHere(person, viewer).some(({ id }) => id === role.id);
  return { key: { userId, tenantId: viewer.tenant.id, roleId: role.id }, held };
}

/** Users, and the roles they hold in the caller's tenant. */
export const userRoutes: readonly Route[] = [
  route({
    ...{ ...common, method: 'get', path: base, permission: { action: 'read', subject: 'User' } },
    ...{ summary: 'Users, by name', answer: z.array(shown) },
    query: z.object({
      ...{ ...dragonflyPage, name: textQuery, email: textQuery, location: textQuery },
      state: z.enum(['enable', 'disable']).optional(),
    }),
    async handle({ viewer, services, url, query: { name, email, location, state, ...paged } }) {
      const wanted = state === undefined ? {} : ({ state: state === 'enable' ? 'enabled' : 'disabled' } as const);
      const found: PersonRow[] = [];
      for (let cursor: string | undefined; location === undefined; ) {
        const page = await services.people.list(viewer, {
          ...wanted,
          search: name ?? email,
          cursor,
          limit: largestPage,
        });
        found.push(...page.items);
        cursor = page.nextCursor;
        if (cursor === undefined) break;
      }
      const exact = found.filter(
        (one) => (name === undefined || one.name === name) && (email === undefined || one.email === email),
      );
      return pageOfAll(url, paged, exact.map(userOf));
    },
  }),
  route({
    ...{ ...common, method: 'get', path: `${base}/{id}`, permission: { action: 'read', subject: 'User' } },
    ...{ summary: 'A user', answer: shown, params: idParams },
    handle: async ({ viewer, services, params }) => ({ body: userOf(await services.people.byId(viewer, params.id)) }),
  }),
  route({
    ...{ ...common, method: 'patch', path: `${base}/{id}`, permission: { action: 'update', subject: 'User' } },
    ...{ summary: 'Changes a user; what is empty stays', answer: shown, params: idParams },
    body: z.object({
      ...{ email: z.union([z.literal(''), z.email().max(320)]).nullish(), bio: z.string().max(128).nullish() },
      ...{ phone: z.string().nullish(), avatar: z.string().nullish(), location: z.string().nullish() },
    }),
    async handle({ viewer, services, params, body: { email, bio } }) {
      const change = { ...(email && { email }), ...(bio && { displayName: bio }) };
      return { body: userOf(await services.people.update(viewer, params.id, change)) };
    },
  }),
  route({
    ...{ ...common, method: 'get', path: `${base}/{id}/roles`, permission: { action: 'read', subject: 'User' } },
    ...{ summary: 'The names of the roles a user holds', answer: z.array(z.string()), params: idParams },
    async handle({ viewer, services, params }) {
      const person = await services.people.byId(viewer, params.id);
      return { body: rolesHere(person, viewer).map(({ name }) => dragonflyRole(name)) };
    },
  }),
  route({
    ...{ ...common, method: 'put', path: `${base}/{id}/roles/{role}` },
    ...{ permission: { action: 'create', subject: 'Membership' }, summary: 'Gives a user a role', params: roleParams },
    async handle({ viewer, services, params: { id, role } }) {
      const { key, held } = await membership(services, viewer, id, role);
      if (held) throw new Failure('conflict', 'Conflict');
      await services.people.grant(viewer, key);
      return {};
    },
  }),
  route({
    ...{ ...common, method: 'delete', path: `${base}/{id}/roles/{role}` },
    ...{ permission: { action: 'delete', subject: 'Membership' }, summary: 'Takes a role from a user' },
    params: roleParams,
    async handle({ viewer, services, params: { id, role } }) {
      const { key } = await membership(services, viewer, id, role);
      await services.people.revoke(viewer, key);
      return {};
    },
  }),
];
