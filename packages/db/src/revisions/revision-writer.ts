import { Failure } from '@damselfly/core';
import type { Prisma, PrismaClient } from '../generated/client.ts';

/** Who changed something, why, and what it is a change to. */
export interface Revising {
  readonly author: { readonly userId: number | null; readonly name: string };
  readonly comment: string;
  readonly expectedRevision?: number | undefined;
}

/** Names what has revisions: a subject as permissions know it, and its id. */
export interface Revised {
  readonly subject: string;
  readonly subjectId: string;
  readonly tenantId: string | null;
}

type Connection = Pick<PrismaClient, 'configRevision'>;

/** The newest revision's number; 0 before the first. */
export async function newestRevision(
  client: Connection,
  { subject, subjectId }: Pick<Revised, 'subject' | 'subjectId'>,
): Promise<number> {
  const { _max } = await client.configRevision.aggregate({ where: { subject, subjectId }, _max: { revision: true } });
  return _max.revision ?? 0;
}

/** Books the next revision, inside the transaction of the change. Throws `conflict` when another came first. */
export async function bookRevision(
  transaction: Connection,
  revised: Revised,
  value: Prisma.InputJsonValue | undefined,
  { author, comment, expectedRevision }: Revising,
): Promise<number> {
  const newest = await newestRevision(transaction, revised);
  if (expectedRevision !== undefined && expectedRevision !== newest) {
    throw new Failure(
      'conflict',
      `Somebody changed this meanwhile: it is at revision ${newest}, not ${expectedRevision}. Look at the change and try again.`,
    );
  }
  const revision = newest + 1;
  await transaction.configRevision.create({
    data: {
      ...revised,
      revision,
      ...(value !== undefined && { value }),
      comment,
      actorUserId: author.userId,
      actorName: author.name.slice(0, 64),
    },
  });
  return revision;
}

/** Revisions of one thing, newest first. */
export async function listRevisions(
  client: Connection,
  where: Pick<Revised, 'subject' | 'subjectId'> & { readonly revision?: number },
  limit: number,
) {
  const rows = await client.configRevision.findMany({ where, orderBy: { revision: 'desc' }, take: limit });
  return rows.map(({ revision, value, comment, actorUserId, actorName, at }) => ({
    ...{ revision, value, comment, at },
    author: { userId: actorUserId, name: actorName },
  }));
}
