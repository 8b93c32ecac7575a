import { accessible, type Reader, readable } from '../access/readable.ts';
import type { Prisma, PrismaClient } from '../generated/client.ts';
import { taken } from '../known-errors.ts';
import { bookRevision, type Revising } from '../revisions/revision-writer.ts';
import { storedPriority } from './priority.ts';

interface ApplicationSettings {
  readonly name: string;
  readonly url: string;
  readonly bio: string;
  readonly priority: {
    readonly value: number;
    readonly urls: readonly { readonly regex: string; readonly value: number }[];
  };
}

const revised = (id: number, tenantId: string) => ({ subject: 'Application', subjectId: String(id), tenantId });

/** Applications of the tenants, each change with its revision. */
export function applicationRepository({ client }: { readonly client: PrismaClient }) {
  return {
    async list(reader: Reader) {
      const visible = readable(reader, 'Application');
      if (visible === undefined) return [];
      const rows = await client.application.findMany({ where: visible, orderBy: [{ name: 'asc' }, { id: 'asc' }] });
      return rows.map(applicationRow);
    },
    async byId(reader: Reader, action: 'read' | 'update' | 'delete', id: number) {
      const touchable = accessible(reader, action, 'Application');
      const row = touchable && (await client.application.findFirst({ where: { AND: [touchable, { id }] } }));
      return row ? applicationRow(row) : undefined;
    },
    create: (tenantId: string, settings: ApplicationSettings, revising: Revising) =>
      named(settings, () =>
        client.$transaction(async (transaction) => {
          const { id } = await transaction.application.create({ data: { tenantId, ...columns(settings) } });
          await bookRevision(transaction, revised(id, tenantId), columns(settings), revising);
          return id;
        }),
      ),
    update: (id: number, settings: ApplicationSettings, revising: Revising) =>
      named(settings, () =>
        client.$transaction(async (transaction) => {
          const { tenantId } = await transaction.application.update({ where: { id }, data: columns(settings) });
          await bookRevision(transaction, revised(id, tenantId), columns(settings), revising);
        }),
      ),
    remove: (id: number, revising: Revising) =>
      client.$transaction(async (transaction) => {
        const { tenantId } = await transaction.application.delete({ where: { id } });
        await bookRevision(transaction, revised(id, tenantId), undefined, revising);
      }),
  };
}

const named = <T>({ name }: ApplicationSettings, work: () => Promise<T>) => taken(`An application named ${name}`, work);

const columns = ({ name, url, bio, priority: { value, urls } }: ApplicationSettings) => ({
  ...{ name, url, bio },
  priority: { value, urls: urls.map((one) => ({ regex: one.regex, value: one.value })) },
});

const applicationRow = ({ priority, ...row }: Prisma.ApplicationGetPayload<object>) => ({
  ...row,
  priority: storedPriority.parse(priority),
});
