import { Failure } from '@damselfly/core';
import { accessible, type Reader, readable } from '../access/readable.ts';
import { roleWithRules, ruleRows, tenantColumns } from '../accounts/grant-repository.ts';
import type { Prisma, PrismaClient } from '../generated/client.ts';
import { taken } from '../known-errors.ts';

interface PersonFilter {
  readonly search?: string | undefined;
  readonly state?: 'enabled' | 'disabled' | undefined;
  readonly tenantId?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}
interface NewPerson {
  readonly name: string;
  readonly email: string | null;
  readonly displayName: string;
  readonly passwordHash: string | null;
  readonly mustChangePassword: boolean;
}
interface PersonChange {
  readonly email?: string | null | undefined;
  readonly displayName?: string | undefined;
  readonly state?: 'enabled' | 'disabled' | undefined;
}
interface MembershipKey {
  readonly userId: number;
  readonly tenantId: string;
  readonly roleId: number;
}

const lockKey = 72_707_372;

/** Who administers the platform: enabled, and holding the built-in role. */
const administrators = {
  state: 'enabled',
  memberships: { some: { role: { name: 'platform-admin', tenantId: null } } },
} as const satisfies Prisma.UserWhereInput;

/** Users as administrators see and change them. */
export function personRepository({ client }: { readonly client: PrismaClient }) {
  /** Changes one after another, and none that leaves nobody who administers the platform. */
  const keepingAnAdministrator = <T>(work: (transaction: Prisma.TransactionClient) => Promise<T>): Promise<T> =>
    client.$transaction(async (transaction) => {
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${lockKey})`;
      const result = await work(transaction);
      if ((await transaction.user.count({ where: administrators })) > 0) return result;
      throw new Failure('precondition', 'This would leave nobody who administers the platform; name another first.');
    });

  return {
    async list(reader: Reader, { search, state, tenantId, cursor, limit }: PersonFilter) {
      const visible = readable(reader, 'User');
      if (visible === undefined) return { total: 0, items: [] };
      const contains = { contains: search?.replaceAll(/[\\%_]/g, '\\$&') ?? '', mode: 'insensitive' } as const;
      const where: Prisma.UserWhereInput = {
        AND: [
          visible,
          search === undefined ? {} : { OR: [{ name: contains }, { email: contains }, { displayName: contains }] },
          state === undefined ? {} : { state },
          tenantId === undefined ? {} : { memberships: { some: { tenantId } } },
        ],
      };
      const [total, rows] = await Promise.all([
        client.user.count({ where }),
        client.user.findMany({
          where: cursor === undefined ? where : { AND: [where, { name: { gt: cursor } }] },
          include: included(reader),
          orderBy: { name: 'asc' },
          take: limit,
        }),
      ]);
      return { total, items: rows.map(personRow) };
    },
    async byId(reader: Reader, action: 'read' | 'update' | 'delete', id: number) {
      const allowed = accessible(reader, action, 'User');
      if (allowed === undefined) return undefined;
      const row = await client.user.findFirst({ where: { AND: [allowed, { id }] }, include: included(reader) });
      return row === null ? undefined : personRow(row);
    },
    create: (person: NewPerson, first: Omit<MembershipKey, 'userId'>) =>
      taken(`a user ${person.name} or their address`, async () => {
        const data = { ...person, memberships: { create: first } };
        return (await client.user.create({ data, select: { id: true } })).id;
      }),
    update: (id: number, change: PersonChange) =>
      taken('a user with this address', () =>
        keepingAnAdministrator(async (transaction) => {
          const data = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
          await transaction.user.update({ where: { id }, data });
        }),
      ),
    remove: (id: number) =>
      keepingAnAdministrator(async (transaction) => void (await transaction.user.deleteMany({ where: { id } }))),
    async setOneTimePassword(id: number, passwordHash: string) {
      const data = { passwordHash, mustChangePassword: true, sessionVersion: { increment: 1 } };
      await client.user.update({ where: { id }, data });
    },
    async role(id: number, tenantId: string) {
      const where = { id, OR: [{ tenantId: null }, { tenantId }] };
      const role = await client.role.findFirst({ where, include: roleWithRules });
      return role === null ? undefined : { id: role.id, role: role.name, scope: role.scope, rules: ruleRows(role) };
    },
    async addMembership(key: MembershipKey) {
      await client.membership.createMany({ data: [key], skipDuplicates: true });
    },
    removeMembership: (key: MembershipKey) =>
      keepingAnAdministrator(
        async (transaction) => (await transaction.membership.deleteMany({ where: key })).count > 0,
      ),
  };
}

/** Roles in tenants that the reader does not see are not the reader's business. */
const included = (reader: Reader) =>
  ({
    memberships: {
      where: { tenant: readable(reader, 'Tenant') ?? { id: { in: [] } } },
      include: { tenant: { select: tenantColumns }, role: { select: { id: true, name: true, scope: true } } },
      orderBy: [{ tenant: { name: 'asc' } }, { roleId: 'asc' }],
    },
  }) as const satisfies Prisma.UserInclude;

type Row = Prisma.UserGetPayload<{ include: ReturnType<typeof included> }>;

const personRow = ({ passwordHash, memberships, ...user }: Row) => ({
  id: user.id,
  name: user.name,
  email: user.email,
  displayName: user.displayName,
  state: user.state,
  hasPassword: passwordHash !== null,
  mustChangePassword: user.mustChangePassword,
  lastSignInAt: user.lastSignInAt,
  createdAt: user.createdAt,
  memberships: memberships.map(({ tenant, role }) => ({ tenant, role })),
});
