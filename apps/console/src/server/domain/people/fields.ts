import { z } from 'zod';
import { actions, subjects } from '../access/access-rule.ts';
import { description, rowId, shortName } from '../ids.ts';

const displayName = z.string().trim().max(128);
const email = z.email().max(320);

/** A user that is made, with what they hold first. */
export const newPerson = z.strictObject({
  name: shortName,
  email: email.optional(),
  displayName: displayName.optional(),
  tenantId: z.uuid(),
  roleId: rowId,
  withPassword: z.boolean().default(true),
});
export const personChange = z.strictObject({
  email: email.nullable().optional(),
  displayName: displayName.optional(),
  state: z.enum(['enabled', 'disabled']).optional(),
});
/** Who holds what where. */
export const membershipKey = z.strictObject({ userId: rowId, tenantId: z.uuid(), roleId: rowId });

/** A role of a tenant. */
export const roleFields = z.strictObject({
  name: shortName,
  description: description.default(''),
  permissions: z
    .array(z.strictObject({ action: z.enum(actions), subject: z.enum(subjects).exclude(['all']) }))
    .min(1)
    .max(100),
});

export const tenantName = z.string().trim().min(1).max(128);
export const newTenant = z.strictObject({
  slug: z
    .string()
    .max(64)
    .regex(/^[a-z0-9](-?[a-z0-9])*$/),
  name: tenantName,
});

/** A program's account. */
export const accountFields = z.strictObject({
  name: shortName,
  description: description.default(''),
  enabled: z.boolean().default(true),
  roleIds: z.array(rowId).min(1).max(20),
});
