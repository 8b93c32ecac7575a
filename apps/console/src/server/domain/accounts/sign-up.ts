import { Failure } from '@damselfly/core';
import { z } from 'zod';
import type { Client } from '../access/client.ts';
import { demand } from '../access/permits.ts';
import type { Audit } from '../audit/audit.ts';
import { stranger } from '../audit/author.ts';
import type { PeopleStore } from '../people/stores.ts';
import type { SettingStore } from '../usage/stores.ts';
import type { Accounts, PasswordHasher, SignedIn } from './accounts.ts';
import { demandGoodPassword, maxPasswordLength } from './password-policy.ts';
import type { SignInThrottle } from './sign-in-throttle.ts';
import type { Viewer } from './viewer.ts';

/** Whether people may make accounts of their own, and what they hold then. */
export const signUpSettings = z.discriminatedUnion('enabled', [
  z.strictObject({ enabled: z.literal(false) }),
  z.strictObject({
    enabled: z.literal(true),
    tenantId: z.uuid(),
    /** A role of the tenant, or a built-in one for tenants. */
    roleId: z.int().min(1),
  }),
]);
export type SignUpSettings = z.output<typeof signUpSettings>;

const form = z.strictObject({
  name: z
    .string()
    .trim()
    .min(3)
    .max(64)
    .regex(/^[^\p{C}\s]+$/u, 'must not hold spaces'),
  email: z.union([z.literal('').transform(() => undefined), z.email().max(320)]).optional(),
  password: z.string().max(maxPasswordLength),
});

export interface SignUp {
  /** For the sign-in page. */
  open(): Promise<boolean>;
  settings(): Promise<SignUpSettings>;
  /** Throws `notFound` for a role that cannot be given in that tenant, `forbidden` for one of the platform. */
  setSettings(viewer: Viewer, settings: SignUpSettings): Promise<SignUpSettings>;
  /** Makes the account and signs in. Throws `forbidden` while it is closed, `invalid` with the field, `conflict`. */
  enter(fields: unknown, client: Client): Promise<SignedIn>;
}

export interface SignUpNeeds {
  readonly settings: SettingStore;
  readonly people: Pick<PeopleStore, 'create' | 'role'>;
  readonly accounts: Pick<Accounts, 'admit'>;
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly throttle: SignInThrottle;
  readonly audit: Pick<Audit, 'record'>;
}

const settingName = 'accounts.signUp';
const closed: SignUpSettings = { enabled: false };

/** People who make an account themselves, where an administrator allows it. */
export function createSignUp({ settings, people, accounts, hasher, throttle, audit }: SignUpNeeds): SignUp {
  const read = async () => signUpSettings.catch(closed).parse(await settings.read(settingName));
  return {
    open: async () => (await read()).enabled,
    settings: read,
    async setSettings(viewer, wanted) {
      demand(viewer, 'manage', 'System', {});
      const role = wanted.enabled ? await people.role(wanted.roleId, wanted.tenantId) : undefined;
      if (wanted.enabled && role === undefined)
        throw new Failure('notFound', `There is no role ${wanted.roleId} in this tenant.`);
      if (role?.scope === 'platform')
        throw new Failure('forbidden', 'Whoever signs up gets a role of a tenant, never one of the platform.');
      const before = await read();
      await settings.write(settingName, wanted);
      const target = { kind: 'Setting', id: settingName } as const;
      await audit.record(viewer, { action: 'update', tenantId: null, target, before, after: wanted });
      return wanted;
    },
    async enter(fields, client) {
      const open = await read();
      if (!open.enabled) throw new Failure('forbidden', 'Signing up is closed. Ask an administrator for an account.');
      const wanted = checked(fields);
      demandGoodPassword(wanted.password, wanted.name);
      await throttle.begin('sign-up', client.ip);
      const { tenantId, roleId } = open;
      const passwordHash = await hasher.hash(wanted.password);
      const person = { name: wanted.name, email: wanted.email ?? null, displayName: '' };
      const id = await people.create({ ...person, passwordHash, mustChangePassword: false }, { tenantId, roleId });
      const target = { kind: 'User', id, name: wanted.name } as const;
      await audit.record(stranger(wanted.name, client), { action: 'sign-up', tenantId, target, after: { roleId } });
      return accounts.admit({ id, name: wanted.name }, 'sign-up', client);
    },
  };
}

function checked(fields: unknown): z.output<typeof form> {
  const parsed = form.safeParse(fields);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new Failure('invalid', `${first?.path.join('.') || 'form'}: ${first?.message}`, { cause: parsed.error });
}
