import { type Reader, readable } from '../access/readable.ts';
import type { Prisma, PrismaClient } from '../generated/client.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

export type TaskOrder = 'updatedAt' | 'heat' | 'contentLength' | 'replicas';

export interface TaskQuery {
  /** Part of the URL, the image, the id or the digest; a whole application or tag. */
  readonly search?: string | undefined;
  readonly state?: 'pending' | 'running' | 'succeeded' | 'failed' | undefined;
  readonly kind?: 'standard' | 'persistent' | 'persistent_cache' | 'cache' | undefined;
  readonly clusterId?: number | undefined;
  readonly application?: string | undefined;
  readonly order: TaskOrder;
  readonly cursor?: string | undefined;
  /** 1 to 200. */
  readonly limit: number;
}

/** Matches are counted up to here. */
export const mostCounted = 10_000;

/** Searches the catalogue of tasks, the greatest of its order first; rows that the reader may not see do not exist. */
export async function searchTasks(client: PrismaClient, reader: Reader, query: TaskQuery) {
  const visible = readable(reader, 'Task');
  if (visible === undefined) return { items: [], nextCursor: undefined, total: 0 };
  const matching: Prisma.TaskWhereInput = { AND: [visible, matches(query)] };
  const { order, limit } = query;
  const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
  const [rows, total] = await Promise.all([
    client.task.findMany({
      where: matching,
      orderBy: [
        { [order]: order === 'contentLength' ? { sort: 'desc', nulls: 'last' } : 'desc' },
        { schedulerClusterId: 'asc' },
        { taskId: 'asc' },
      ],
      take: limit + 1,
      ...(after && {
        cursor: { schedulerClusterId_taskId: { schedulerClusterId: after.id, taskId: after.text } },
        skip: 1,
      }),
    }),
    client.task.count({ where: matching, take: mostCounted }),
  ]);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items: items.map(taskRow),
    nextCursor: more ? encodeCursor({ id: last.schedulerClusterId, text: last.taskId }) : undefined,
    total,
  };
}

function matches({ search, state, kind, clusterId, application }: TaskQuery): Prisma.TaskWhereInput {
  const contains = { contains: search ?? '', mode: 'insensitive' } as const;
  return {
    ...(state && { state }),
    ...(kind && { kind }),
    ...(clusterId !== undefined && { schedulerClusterId: clusterId }),
    ...(application !== undefined && { application }),
    ...(search !== undefined &&
      search !== '' && {
        OR: [
          { url: contains },
          { image: contains },
          { taskId: contains },
          { digest: contains },
          { application: search },
          { tag: search },
        ],
      }),
  };
}

/** The rows of one task, one a cluster, as far as the reader sees them. */
export async function findTask(client: PrismaClient, reader: Reader, taskId: string) {
  const visible = readable(reader, 'Task');
  if (visible === undefined) return [];
  const rows = await client.task.findMany({ where: { AND: [visible, { taskId }] }, orderBy: { updatedAt: 'desc' } });
  return rows.map(taskRow);
}

const taskRow = (row: Prisma.TaskGetPayload<object>) => ({
  ...row,
  contentLength: row.contentLength === null ? null : Number(row.contentLength),
  pieceLength: row.pieceLength === null ? null : Number(row.pieceLength),
  sourceBytes: Number(row.sourceBytes),
  peerBytes: Number(row.peerBytes),
});
