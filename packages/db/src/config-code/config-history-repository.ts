import type { Prisma, PrismaClient } from '../generated/client.ts';
import { bookRevision, listRevisions, type Revising } from '../revisions/revision-writer.ts';

const revised = (tenantId: string) => ({ subject: 'ConfigDocument', subjectId: tenantId });

/** What each tenant was configured to be, as whole documents. */
export function configHistoryRepository({ client }: { readonly client: PrismaClient }) {
  return {
    keep: (tenantId: string, document: object, revising: Revising) =>
      client.$transaction((transaction) =>
        bookRevision(transaction, { ...revised(tenantId), tenantId }, document as Prisma.InputJsonObject, revising),
      ),
    list: (tenantId: string, limit: number) => listRevisions(client, revised(tenantId), limit),
    revision: async (tenantId: string, revision: number) =>
      (await listRevisions(client, { ...revised(tenantId), revision }, 1))[0],
  };
}
