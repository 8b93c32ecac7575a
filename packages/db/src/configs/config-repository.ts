import type { PrismaClient } from '../generated/client.ts';
import { taken } from '../known-errors.ts';

const prefix = 'config/';
const columns = { id: true, name: true, value: true, bio: true, createdAt: true, updatedAt: true } as const;

/** Dragonfly's named configs: settings of the platform whose value is text. */
export function configRepository({ client }: { readonly client: PrismaClient }) {
  const ours = { tenantId: null, name: { startsWith: prefix } };
  return {
    async list() {
      const rows = await client.setting.findMany({ where: ours, select: columns, orderBy: { id: 'asc' }, take: 1000 });
      return rows.map(configRow);
    },
    async byId(id: number) {
      const row = await client.setting.findFirst({ where: { ...ours, id }, select: columns });
      return row === null ? undefined : configRow(row);
    },
    create: (name: string, value: string, bio: string) =>
      taken(`A config named ${name}`, async () =>
        configRow(await client.setting.create({ data: { name: prefix + name, value, bio }, select: columns })),
      ),
    async update(id: number, change: { readonly value?: string | undefined; readonly bio?: string | undefined }) {
      const { value, bio } = change;
      const data = { ...(value !== undefined && { value }), ...(bio !== undefined && { bio }) };
      await client.setting.updateMany({ where: { ...ours, id }, data });
    },
    async remove(id: number): Promise<void> {
      await client.setting.deleteMany({ where: { ...ours, id } });
    },
  };
}

const configRow = ({
  name,
  value,
  ...row
}: { name: string; value: unknown } & Record<'createdAt' | 'updatedAt', Date> & {
    id: number;
    bio: string;
  }) => ({ ...row, name: name.slice(prefix.length), value: typeof value === 'string' ? value : JSON.stringify(value) });
