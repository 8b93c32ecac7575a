import type { PrismaClient } from '../generated/client.ts';
import { taken } from '../known-errors.ts';

const columns = { id: true, name: true, prefix: true, expiresAt: true, lastUsedAt: true, createdAt: true } as const;

/** What lets schedulers and peers in, as hashes. They belong to the platform. */
export function joinTokenRepository({ client }: { readonly client: PrismaClient }) {
  return {
    list: () => client.joinToken.findMany({ select: columns, orderBy: { id: 'asc' }, take: 1000 }),
    create: (token: {
      readonly name: string;
      readonly prefix: string;
      readonly hash: string;
      readonly expiresAt: Date | null;
    }) => taken(`A join token named ${token.name}`, () => client.joinToken.create({ data: token, select: columns })),
    async remove(id: number) {
      const [row] = await client.joinToken.findMany({ where: { id }, select: columns });
      if (row !== undefined) await client.joinToken.deleteMany({ where: { id } });
      return row;
    },
    /** Notes the use of a token that is good at `now`; `false` when there is none with this hash. */
    async use(hash: string, now: Date): Promise<boolean> {
      const good = { hash, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
      return (await client.joinToken.updateMany({ where: good, data: { lastUsedAt: now } })).count > 0;
    },
  };
}
