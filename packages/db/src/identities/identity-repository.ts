import { z } from 'zod';
import { accessible, type Reader, readable } from '../access/readable.ts';
import type { Prisma, PrismaClient } from '../generated/client.ts';
import { isDuplicate, taken } from '../known-errors.ts';

/** Whatever an older version left out reads as its default. */
const settings = z.object({
  issuer: z.string(),
  clientId: z.string(),
  scope: z.string().default('openid profile email'),
  groupsClaim: z.string().default('groups'),
  signUp: z.boolean().default(true),
});

interface ProviderFields {
  readonly name: string;
  readonly label: string;
  readonly enabled: boolean;
  readonly settings: z.output<typeof settings>;
  readonly groupRoles: readonly { readonly group: string; readonly tenantId: string; readonly roleId: number }[];
}

const included = {
  groupMappings: { select: { group: true, tenantId: true, roleId: true }, orderBy: { id: 'asc' } },
} as const satisfies Prisma.IdentityProviderInclude;
type Row = Prisma.IdentityProviderGetPayload<{ include: typeof included }>;

const providerRow = ({ id, name, label, enabled, config, groupMappings }: Row) => ({
  ...{ id, name, label, enabled },
  settings: settings.parse(config),
  groupRoles: groupMappings,
});

const columnsOf = ({ name, label, enabled, settings }: ProviderFields) => ({
  ...{ name, label, enabled, kind: 'oidc' as const },
  config: { ...settings },
});

const named = { id: true, name: true } as const;

/** Identity providers, and whom their subjects are here. */
export function identityRepository({ client }: { readonly client: PrismaClient }) {
  return {
    async list(reader: Reader) {
      const visible = readable(reader, 'IdentityProvider');
      if (visible === undefined) return [];
      const rows = await client.identityProvider.findMany({
        where: { AND: [visible, { kind: 'oidc' }] },
        include: included,
        orderBy: { id: 'asc' },
      });
      return rows.map(providerRow);
    },
    async enabled() {
      const where = { enabled: true, kind: 'oidc' as const };
      const rows = await client.identityProvider.findMany({ where, include: included, orderBy: { id: 'asc' } });
      return rows.map((row) => ({ ...providerRow(row), secretCipher: row.secretCipher ?? '' }));
    },
    async byId(reader: Reader, action: 'read' | 'update' | 'delete', id: number) {
      const allowed = accessible(reader, action, 'IdentityProvider');
      if (allowed === undefined) return undefined;
      const row = await client.identityProvider.findFirst({
        ...{ where: { AND: [allowed, { id, kind: 'oidc' }] }, include: included },
      });
      return row === null ? undefined : providerRow(row);
    },
    create: (fields: ProviderFields, secretCipher: string) =>
      taken(`an identity provider ${fields.name}`, async () => {
        const groupMappings = { create: [...fields.groupRoles] };
        const data = { ...columnsOf(fields), secretCipher, groupMappings };
        return (await client.identityProvider.create({ data, select: { id: true } })).id;
      }),
    update: (id: number, fields: ProviderFields, secretCipher: string | undefined) =>
      taken(`an identity provider ${fields.name}`, async () => {
        const groupMappings = { deleteMany: {}, create: [...fields.groupRoles] };
        const data = { ...columnsOf(fields), groupMappings, ...(secretCipher !== undefined && { secretCipher }) };
        await client.identityProvider.update({ where: { id }, data });
      }),
    async remove(id: number) {
      await client.identityProvider.deleteMany({ where: { id } });
    },
    /** The directory among the providers, and those of its roles that exist, by the names of tenants and roles. */
    async directory(wanted: readonly { readonly group: string; readonly tenant: string; readonly role: string }[]) {
      const select = { id: true } as const;
      const data = { name: 'ldap', kind: 'ldap', label: 'LDAP', config: {} } as const;
      const { id } =
        (await client.identityProvider.findFirst({ where: { kind: 'ldap' }, select })) ??
        (await taken('an identity provider ldap', () => client.identityProvider.create({ data, select })));
      const tenants = await client.tenant.findMany({ where: { slug: { in: wanted.map(({ tenant }) => tenant) } } });
      const roles = await client.role.findMany({
        where: { scope: 'tenant', name: { in: wanted.map(({ role }) => role) } },
      });
      const groupRoles = wanted.flatMap(({ group, tenant, role }) => {
        const tenantId = tenants.find(({ slug }) => slug === tenant)?.id;
        const fits = roles.filter((one) => one.name === role && (one.tenantId === null || one.tenantId === tenantId));
        const roleId = (fits.find((one) => one.tenantId !== null) ?? fits[0])?.id;
        return tenantId === undefined || roleId === undefined ? [] : [{ group, tenantId, roleId }];
      });
      return { id, groupRoles };
    },
    async userOf(providerId: number, subject: string) {
      const where = { providerId_subject: { providerId, subject } };
      return (await client.identity.findUnique({ where, select: { user: { select: named } } }))?.user;
    },
    async addUser(
      providerId: number,
      subject: string,
      { names, email, displayName }: { names: readonly string[]; email: string | null; displayName: string },
    ) {
      const identities = { create: { providerId, subject } };
      // An address that somebody here has is left out: it says nothing about who this is.
      const taken = email !== null && (await client.user.count({ where: { email } })) > 0;
      const [name = subject, ...others] = names;
      const add = (name: string) =>
        client.user.create({ data: { name, email: taken ? null : email, displayName, identities }, select: named });
      for (const candidate of [name, ...others]) {
        try {
          return await add(candidate);
        } catch (error) {
          if (!isDuplicate(error)) throw error;
        }
      }
      return add(`${name.slice(0, 30)}-${Date.now().toString(36)}`);
    },
    async signedIn(providerId: number, subject: string, at: Date) {
      await client.identity.updateMany({ where: { providerId, subject }, data: { lastSignInAt: at } });
    },
    memberships: (userId: number) =>
      client.membership.findMany({ where: { userId }, select: { userId: true, tenantId: true, roleId: true } }),
  };
}
