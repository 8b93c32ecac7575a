import { Failure } from '@damselfly/core';
import { z } from 'zod';
import type { Viewer } from '../../domain/accounts/viewer.ts';
import type { RolePermission } from '../../domain/people/roles.ts';
import type { RoleRow } from '../../domain/people/stores.ts';
import type { Services } from '../../trpc/context.ts';
import { dragonflyPermission, dragonflyRole, groups, ourRole, permissionOf } from '../dragonfly-groups.ts';
import { type Route, route } from '../route.ts';

const common = { dialect: 'dragonfly', tag: 'Roles, as in Dragonfly' } as const;
const base = '/api/v1/roles';
const name = z.string().trim().min(1).max(64);
const params = z.object({ role: name });
const permission = z.object({ object: z.enum(groups), action: z.enum(['read', '*']) });

async function roleNamed(services: Services, viewer: Viewer, called: string): Promise<RoleRow> {
  const role = (await services.roles.list(viewer)).find((one) => one.name === ourRole(called));
  if (role === undefined) throw new Failure('notFound', 'record not found');
  return role;
}

/** What a role allows, without the conditions that follow from the tenant. */
const plain = ({ permissions }: RoleRow): RolePermission[] => {
  const said = new Map(permissions.map(({ action, subject }) => [`${action} ${subject}`, { action, subject }]));
  return [...said.values()] as RolePermission[];
};
const same = (a: RolePermission) => (b: RolePermission) => a.action === b.action && a.subject === b.subject;

async function replace(services: Services, viewer: Viewer, role: RoleRow, permissions: readonly RolePermission[]) {
  await services.roles.update(viewer, role.id, { name: role.name, description: role.description, permissions });
  return {};
}

/** Roles of the caller's tenant and the built-in ones. */
export const roleRoutes: readonly Route[] = [
  route({
    ...{ ...common, method: 'post', path: base, permission: { action: 'create', subject: 'Role' } },
    ...{ summary: 'Makes a role', body: z.object({ role: name, permissions: z.array(permission).max(100) }) },
    async handle({ viewer, services, body }) {
      const permissions = body.permissions.map(({ object, action }) => permissionOf(object, action));
      await services.roles.create(viewer, { name: body.role, description: '', permissions });
      return {};
    },
  }),
  route({
    ...{ ...common, method: 'get', path: base, permission: { action: 'read', subject: 'Role' } },
    ...{ summary: 'The names of roles', answer: z.array(z.string()) },
    handle: async ({ viewer, services }) => ({
      body: (await services.roles.list(viewer)).map((role) => dragonflyRole(role.name)),
    }),
  }),
  route({
    ...{ ...common, method: 'get', path: `${base}/{role}`, permission: { action: 'read', subject: 'Role' }, params },
    ...{ summary: 'What a role allows: role, object and action of each permission', answer: z.array(z.unknown()) },
    async handle({ viewer, services, params: { role: called } }) {
      const role = await roleNamed(services, viewer, called);
      const rows = plain(role).flatMap(dragonflyPermission);
      return { body: rows.map(({ object, action }) => [dragonflyRole(role.name), object, action]) };
    },
  }),
  route({
    ...{ ...common, method: 'delete', path: `${base}/{role}`, permission: { action: 'delete', subject: 'Role' } },
    ...{ summary: 'Deletes a role that nobody holds', params },
    async handle({ viewer, services, params: { role } }) {
      await services.roles.remove(viewer, (await roleNamed(services, viewer, role)).id);
      return {};
    },
  }),
  route({
    ...{ ...common, method: 'post', path: `${base}/{role}/permissions`, body: permission, params },
    ...{ permission: { action: 'update', subject: 'Role' }, summary: 'Adds a permission to a role' },
    async handle({ viewer, services, params: { role: called }, body }) {
      const role = await roleNamed(services, viewer, called);
      const added = permissionOf(body.object, body.action);
      if (plain(role).some(same(added))) throw new Failure('conflict', 'Conflict');
      return replace(services, viewer, role, [...plain(role), added]);
    },
  }),
  route({
    ...{ ...common, method: 'delete', path: `${base}/{role}/permissions`, body: permission, params },
    ...{ permission: { action: 'update', subject: 'Role' }, summary: 'Takes a permission from a role' },
    async handle({ viewer, services, params: { role: called }, body }) {
      const role = await roleNamed(services, viewer, called);
      const taken = permissionOf(body.object, body.action);
      if (!plain(role).some(same(taken))) throw new Failure('notFound', 'record not found');
      const left = plain(role).filter((one) => !same(taken)(one));
      return replace(services, viewer, role, left);
    },
  }),
  route({
    ...{ ...common, method: 'get', path: '/api/v1/permissions', permission: { action: 'read', subject: 'Role' } },
    ...{ summary: 'Everything a role can allow', answer: z.array(permission) },
    handle: async () => ({
      body: groups.flatMap((object) => (['*', 'read'] as const).map((action) => ({ object, action }))),
    }),
  }),
];
