import { accessible, type Reader, readable } from '../access/readable.ts';
import { grantRow, roleWithRules, tenantColumns } from '../accounts/grant-repository.ts';
import { userRow } from '../accounts/user-row.ts';
import type { Prisma, PrismaClient } from '../generated/client.ts';
import { taken } from '../known-errors.ts';

interface NewToken {
  readonly tenantId: string;
  readonly userId: number | null;
  readonly serviceAccountId: number | null;
  readonly name: string;
  readonly description: string;
  readonly prefix: string;
  readonly hash: string;
  readonly scopes: readonly string[];
  readonly allowedCidrs: readonly string[];
  readonly clusterIds: readonly number[];
  readonly expiresAt: Date;
  readonly createdById: number | null;
}

interface TokenChange {
  readonly description?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly allowedCidrs?: readonly string[] | undefined;
  readonly clusterIds?: readonly number[] | undefined;
  readonly state?: 'active' | 'revoked' | undefined;
  readonly expiresAt?: Date | undefined;
}

interface TokenFilter {
  readonly userId?: number | undefined;
  readonly serviceAccountId?: number | undefined;
  readonly state?: 'active' | 'revoked' | undefined;
}

const named = { select: { id: true, name: true } } as const;
const columns = {
  id: true,
  tenantId: true,
  name: true,
  description: true,
  prefix: true,
  scopes: true,
  allowedCidrs: true,
  state: true,
  expiresAt: true,
  lastUsedAt: true,
  lastUsedIp: true,
  replacesId: true,
  createdAt: true,
  updatedAt: true,
  user: named,
  serviceAccount: named,
  clusters: { select: { schedulerClusterId: true }, orderBy: { schedulerClusterId: 'asc' } },
} as const satisfies Prisma.ApiTokenSelect;

interface WithClusters {
  readonly clusters: readonly { readonly schedulerClusterId: number }[];
}
const tokenRow = <Row extends WithClusters>({ clusters, ...row }: Row) => ({
  ...row,
  clusterIds: clusters.map(({ schedulerClusterId }) => schedulerClusterId),
});

const bound = (clusterIds: readonly number[]) => clusterIds.map((schedulerClusterId) => ({ schedulerClusterId }));

const columnsOf = ({ clusterIds, scopes, allowedCidrs, ...token }: NewToken) => ({
  tenantId: token.tenantId,
  userId: token.userId,
  serviceAccountId: token.serviceAccountId,
  name: token.name,
  description: token.description,
  prefix: token.prefix,
  hash: token.hash,
  expiresAt: token.expiresAt,
  createdById: token.createdById,
  scopes: [...scopes],
  allowedCidrs: [...allowedCidrs],
  clusters: { create: bound(clusterIds) },
});

/** Tokens, known by the hash of their secret. */
export function tokenRepository({ client }: { readonly client: PrismaClient }) {
  return {
    async byHash(hash: string) {
      const row = await client.apiToken.findUnique({
        where: { hash },
        select: {
          ...columns,
          tenant: { select: tenantColumns },
          user: true,
          serviceAccount: {
            select: { id: true, name: true, enabled: true, roles: { select: { role: { include: roleWithRules } } } },
          },
        },
      });
      if (row === null) return undefined;
      const { user, serviceAccount, tenant } = row;
      if (user !== null) return { ...tokenRow(row), holder: { kind: 'user' as const, user: userRow(user) } };
      if (serviceAccount === null) return undefined;
      const { roles, ...account } = serviceAccount;
      const grants = roles.map(({ role }) => grantRow(tenant, role));
      return { ...tokenRow(row), holder: { kind: 'serviceAccount' as const, ...account, grants } };
    },
    async touched(id: number, at: Date, ip: string) {
      await client.apiToken.updateMany({ where: { id }, data: { lastUsedAt: at, lastUsedIp: ip } });
    },
    async list(reader: Reader, filter: TokenFilter) {
      const visible = readable(reader, 'ApiToken');
      if (visible === undefined) return [];
      const wanted = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
      const where = { AND: [visible, wanted] };
      return (await client.apiToken.findMany({ where, select: columns, orderBy: { id: 'desc' } })).map(tokenRow);
    },
    async byId(reader: Reader, action: 'read' | 'update' | 'delete', id: number) {
      const allowed = accessible(reader, action, 'ApiToken');
      if (allowed === undefined) return undefined;
      const row = await client.apiToken.findFirst({ where: { AND: [allowed, { id }] }, select: columns });
      return row === null ? undefined : tokenRow(row);
    },
    create: (token: NewToken) =>
      taken(`a token ${token.name}`, async () =>
        tokenRow(await client.apiToken.create({ data: columnsOf(token), select: columns })),
      ),
    async update(id: number, { clusterIds, scopes, allowedCidrs, ...change }: TokenChange) {
      const fields = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const row = await client.apiToken.update({
        where: { id },
        data: {
          ...fields,
          ...(scopes && { scopes: [...scopes] }),
          ...(allowedCidrs && { allowedCidrs: [...allowedCidrs] }),
          ...(clusterIds && { clusters: { deleteMany: {}, create: bound(clusterIds) } }),
        },
        select: columns,
      });
      return tokenRow(row);
    },
    replace: (id: number, renamed: string, endsAt: Date, token: NewToken) =>
      taken('a token in the place of this one', () =>
        client.$transaction(async (transaction) => {
          await transaction.apiToken.update({ where: { id }, data: { name: renamed, expiresAt: endsAt } });
          const data = { ...columnsOf(token), replacesId: id };
          return tokenRow(await transaction.apiToken.create({ data, select: columns }));
        }),
      ),
    async delete(id: number) {
      await client.apiToken.deleteMany({ where: { id } });
    },
    async usableClusters(reader: Reader, ids: readonly number[]) {
      const usable = accessible(reader, 'use', 'SchedulerCluster');
      if (usable === undefined || ids.length === 0) return [];
      const where = { AND: [usable, { id: { in: [...ids] } }] };
      return (await client.schedulerCluster.findMany({ where, select: { id: true } })).map(({ id }) => id);
    },
    async serviceAccount(reader: Reader, id: number) {
      const allowed = accessible(reader, 'update', 'ServiceAccount');
      if (allowed === undefined) return undefined;
      const account = await client.serviceAccount.findFirst({
        where: { AND: [allowed, { id }] },
        include: { tenant: { select: tenantColumns }, roles: { include: { role: { include: roleWithRules } } } },
      });
      if (account === null) return undefined;
      return { tenantId: account.tenantId, grants: account.roles.map(({ role }) => grantRow(account.tenant, role)) };
    },
  };
}
