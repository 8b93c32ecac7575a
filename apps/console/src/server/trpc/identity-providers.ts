import { z } from 'zod';
import { may, router } from './builder.ts';
import { rowId } from './ids.ts';

const provider = z.strictObject({
  name: z
    .string()
    .max(64)
    .regex(/^[a-z0-9](-?[a-z0-9])*$/)
    // The form's own name in the addresses of sign-in.
    .refine((name) => !['credentials', 'sign-up', 'ldap'].includes(name), 'is taken by other ways to sign in'),
  label: z.string().trim().min(1).max(128),
  enabled: z.boolean().default(true),
  settings: z.strictObject({
    issuer: z.url({ protocol: /^https?$/ }).max(1024),
    clientId: z.string().min(1).max(512),
    scope: z.string().max(512).default('openid profile email'),
    groupsClaim: z.string().min(1).max(128).default('groups'),
    signUp: z.boolean().default(true),
  }),
  groupRoles: z
    .array(z.strictObject({ group: z.string().min(1).max(512), tenantId: z.uuid(), roleId: rowId }))
    .max(1000)
    .default([]),
});
const clientSecret = z.string().min(1).max(1024);

/** Where people sign in beside the local passwords. Secrets go in and never come out. */
export const identityProvidersRouter = router({
  list: may('read', 'IdentityProvider').query(({ ctx: { viewer, services } }) => services.identities.list(viewer)),
  create: may('create', 'IdentityProvider')
    .input(z.strictObject({ provider, clientSecret }))
    .mutation(({ ctx: { viewer, services }, input }) =>
      services.identities.create(viewer, input.provider, input.clientSecret),
    ),
  update: may('update', 'IdentityProvider')
    .input(z.strictObject({ id: rowId, provider, clientSecret: clientSecret.optional() }))
    .mutation(({ ctx: { viewer, services }, input }) =>
      services.identities.update(viewer, input.id, input.provider, input.clientSecret),
    ),
  remove: may('delete', 'IdentityProvider')
    .input(z.strictObject({ id: rowId }))
    .mutation(({ ctx: { viewer, services }, input }) => services.identities.remove(viewer, input.id)),
});
