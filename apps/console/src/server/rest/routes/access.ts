import { z } from 'zod';
import {
  accountFields,
  membershipKey,
  newPerson,
  personChange,
  roleFields,
  tenantName,
} from '../../domain/people/fields.ts';
import { type Route, route } from '../route.ts';

const pathId = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1);
const params = z.strictObject({ id: pathId });
const common = { dialect: 'v2', tag: 'Tenants, users and roles' } as const;
const [get, post, put, patch, remove] = [
  { ...common, method: 'get' },
  { ...common, method: 'post', status: 201 },
  { ...common, method: 'put' },
  { ...common, method: 'patch' },
  { ...common, method: 'delete', status: 204 },
] as const;
type Named = 'Tenant' | 'User' | 'Role' | 'ServiceAccount';
const may = (action: 'create' | 'read' | 'update' | 'delete', subject: Named | 'Membership') =>
  ({ permission: { action, subject } }) as const;

const tenant = z.looseObject({ id: z.uuid(), slug: z.string(), name: z.string() }).meta({ id: 'Tenant' });
const user = z.looseObject({ id: z.int(), name: z.string() }).meta({ id: 'User' });
const madeUser = z.object({ person: user, oneTimePassword: z.string().optional() });
const role = z.looseObject({ id: z.int(), name: z.string() }).meta({ id: 'Role' });
const account = z.looseObject({ id: z.int(), name: z.string() }).meta({ id: 'ServiceAccount' });
const ofTenant = z.strictObject({ id: z.uuid() });

/** The caller's tenant, and those a session sees. A token never leaves its tenant, so it makes none. */
const tenantRoutes: readonly Route[] = [
  route({
    ...{ ...get, ...may('read', 'Tenant'), path: '/api/v2/tenants', summary: 'Tenants', answer: z.array(tenant) },
    handle: async ({ viewer, services }) => ({ body: await services.tenants.list(viewer) }),
  }),
  route({
    ...{ ...patch, ...may('update', 'Tenant'), path: '/api/v2/tenants/{id}', params: ofTenant },
    ...{ summary: 'Gives a tenant another name', answer: tenant, body: z.strictObject({ name: tenantName }) },
    handle: async ({ viewer, services, params: one, body }) => ({
      body: await services.tenants.update(viewer, one.id, body),
    }),
  }),
];

/** People, and what they hold. One-time passwords are in the answer that makes them, and never again. */
const userRoutes: readonly Route[] = [
  route({
    ...{ ...get, ...may('read', 'User'), path: '/api/v2/users', summary: 'Users, by name' },
    answer: z.object({ items: z.array(user), total: z.int(), nextCursor: z.string().optional() }),
    query: z.strictObject({
      search: z.string().max(320).optional(),
      state: z.enum(['enabled', 'disabled']).optional(),
      tenantId: z.uuid().optional(),
      cursor: z.string().max(64).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    handle: async ({ viewer, services, query }) => ({ body: await services.people.list(viewer, query) }),
  }),
  route({
    ...{ ...post, ...may('create', 'User'), path: '/api/v2/users', summary: 'Makes a user', answer: madeUser },
    body: newPerson,
    handle: async ({ viewer, services, body }) => ({ body: await services.people.create(viewer, body) }),
  }),
  route({
    ...{ ...get, ...may('read', 'User'), path: '/api/v2/users/{id}', summary: 'A user', answer: user, params },
    handle: async ({ viewer, services, params: one }) => ({ body: await services.people.byId(viewer, one.id) }),
  }),
  route({
    ...{ ...patch, ...may('update', 'User'), path: '/api/v2/users/{id}', params },
    ...{ summary: 'Changes a user, or bars them', answer: user, body: personChange },
    handle: async ({ viewer, services, params: one, body }) => ({
      body: await services.people.update(viewer, one.id, body),
    }),
  }),
  route({
    ...{ ...remove, ...may('delete', 'User'), path: '/api/v2/users/{id}', summary: 'Removes a user', params },
    async handle({ viewer, services, params: one }) {
      await services.people.remove(viewer, one.id);
      return {};
    },
  }),
  route({
    ...{ ...post, ...may('update', 'User'), path: '/api/v2/users/{id}/reset-password', params, status: 200 },
    ...{ summary: 'Makes a one-time password and ends the sessions of a user', answer: madeUser },
    handle: async ({ viewer, services, params: one }) => ({
      body: await services.people.resetPassword(viewer, one.id),
    }),
  }),
  route({
    ...{ ...put, ...may('create', 'Membership'), path: '/api/v2/memberships', status: 204 },
    ...{ summary: 'Gives a user a role in a tenant', body: membershipKey },
    async handle({ viewer, services, body }) {
      await services.people.grant(viewer, body);
      return {};
    },
  }),
  route({
    ...{ ...remove, ...may('delete', 'Membership'), path: '/api/v2/memberships' },
    summary: 'Takes a role from a user',
    query: z.strictObject({ userId: pathId, tenantId: z.uuid(), roleId: pathId }),
    async handle({ viewer, services, query }) {
      await services.people.revoke(viewer, query);
      return {};
    },
  }),
];

/** What may be held, and the programs that hold it. */
const roleRoutes: readonly Route[] = [
  route({
    ...{ ...get, ...may('read', 'Role'), path: '/api/v2/roles', summary: 'Roles', answer: z.array(role) },
    handle: async ({ viewer, services }) => ({ body: await services.roles.list(viewer) }),
  }),
  route({
    ...{ ...post, ...may('create', 'Role'), path: '/api/v2/roles', summary: 'Makes a role', answer: role },
    body: roleFields,
    handle: async ({ viewer, services, body }) => ({ body: await services.roles.create(viewer, body) }),
  }),
  route({
    ...{ ...put, ...may('update', 'Role'), path: '/api/v2/roles/{id}', params },
    ...{ summary: 'Replaces what a role allows', answer: role, body: roleFields },
    handle: async ({ viewer, services, params: one, body }) => ({
      body: await services.roles.update(viewer, one.id, body),
    }),
  }),
  route({
    ...{ ...remove, ...may('delete', 'Role'), path: '/api/v2/roles/{id}', params },
    summary: 'Removes a role that nobody holds',
    async handle({ viewer, services, params: one }) {
      await services.roles.remove(viewer, one.id);
      return {};
    },
  }),
  route({
    ...{ ...get, ...may('read', 'ServiceAccount'), path: '/api/v2/service-accounts' },
    ...{ summary: 'Accounts of programs', answer: z.array(account) },
    handle: async ({ viewer, services }) => ({ body: await services.serviceAccounts.list(viewer) }),
  }),
  route({
    ...{ ...post, ...may('create', 'ServiceAccount'), path: '/api/v2/service-accounts' },
    ...{ summary: 'Makes an account for a program', answer: account, body: accountFields },
    handle: async ({ viewer, services, body }) => ({ body: await services.serviceAccounts.create(viewer, body) }),
  }),
  route({
    ...{ ...put, ...may('update', 'ServiceAccount'), path: '/api/v2/service-accounts/{id}', params },
    ...{ summary: 'Replaces what is set of an account', answer: account, body: accountFields },
    handle: async ({ viewer, services, params: one, body }) => ({
      body: await services.serviceAccounts.update(viewer, one.id, body),
    }),
  }),
  route({
    ...{ ...remove, ...may('delete', 'ServiceAccount'), path: '/api/v2/service-accounts/{id}', params },
    summary: 'Removes an account with its tokens',
    async handle({ viewer, services, params: one }) {
      await services.serviceAccounts.remove(viewer, one.id);
      return {};
    },
  }),
];

/** Who may do what, where. */
export const accessRoutes: readonly Route[] = [...tenantRoutes, ...userRoutes, ...roleRoutes];
