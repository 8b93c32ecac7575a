import type { Reader } from '../access/readable.ts';
import type { PrismaClient } from '../generated/client.ts';
import { hostCatalogue } from './host-search.ts';
import { type HostEntry, markHostsLeft, putHosts } from './host-writer.ts';
import { findTask, searchTasks, type TaskQuery } from './task-search.ts';
import { markTasksGone, putTasks, type TaskEntry } from './task-writer.ts';

/** What the schedulers told of tasks and hosts, to be searched after they forgot it. */
export function catalogue({ client }: { readonly client: PrismaClient }) {
  return {
    hosts: hostCatalogue(client),
    tasks: {
      search: (reader: Reader, query: TaskQuery) => searchTasks(client, reader, query),
      byId: (reader: Reader, taskId: string) => findTask(client, reader, taskId),
    },
    putTasks: (entries: readonly TaskEntry[]) => putTasks(client, entries),
    putHosts: (entries: readonly HostEntry[]) => putHosts(client, entries),
    markTasksGone: (gone: Parameters<typeof markTasksGone>[1]) => markTasksGone(client, gone),
    markHostsLeft: (left: Parameters<typeof markHostsLeft>[1], atMs: number) => markHostsLeft(client, left, atMs),
    /** Forgets tasks without copies and hosts that left, when nothing was heard of them since. Says how many rows went. */
    async forgetBefore(before: Date): Promise<number> {
      const tasks = await client.task.deleteMany({ where: { updatedAt: { lt: before }, replicas: 0 } });
      const hosts = await client.host.deleteMany({ where: { leftAt: { lt: before } } });
      return tasks.count + hosts.count;
    },
  };
}
