import { accessible, type Reader, readable } from '../access/readable.ts';
import type { PrismaClient } from '../generated/client.ts';

const columns = { id: true, userId: true, page: true, name: true, query: true, shared: true } as const;
const maxListed = 200;

/** Views of pages that people keep: their own, and those shared in their tenant. */
export function savedViewRepository({ client }: { readonly client: PrismaClient }) {
  return {
    async list(reader: Reader, tenantId: string, page: string) {
      const visible = readable(reader, 'SavedView');
      if (visible === undefined) return [];
      return client.savedView.findMany({
        where: { AND: [visible, { tenantId, page }] },
        select: columns,
        orderBy: [{ name: 'asc' }, { id: 'asc' }],
        take: maxListed,
      });
    },
    async sameName(userId: number, tenantId: string, page: string, name: string) {
      const where = { userId_tenantId_page_name: { userId, tenantId, page, name } };
      return (await client.savedView.findUnique({ where, select: columns })) ?? undefined;
    },
    countOf: (userId: number, tenantId: string) => client.savedView.count({ where: { userId, tenantId } }),
    /** Makes it, or replaces the owner's view of the same page and name. */
    save(view: {
      readonly userId: number;
      readonly tenantId: string;
      readonly page: string;
      readonly name: string;
      readonly query: string;
      readonly shared: boolean;
    }) {
      const { userId, tenantId, page, name, query, shared } = view;
      return client.savedView.upsert({
        where: { userId_tenantId_page_name: { userId, tenantId, page, name } },
        create: view,
        update: { query, shared },
        select: columns,
      });
    },
    /** What was removed; `undefined` when there is no such view that the reader may remove. */
    async remove(reader: Reader, id: number) {
      const allowed = accessible(reader, 'delete', 'SavedView');
      if (allowed === undefined) return undefined;
      const row = await client.savedView.findFirst({ where: { AND: [allowed, { id }] }, select: columns });
      if (row === null) return undefined;
      await client.savedView.deleteMany({ where: { id } });
      return row;
    },
  };
}
