import type { PrismaClient } from '../generated/client.ts';

/** Settings of the whole platform, by name. What a value means is its owner's matter. */
export function settingRepository({ client }: { readonly client: PrismaClient }) {
  return {
    async read(name: string): Promise<unknown> {
      return (await client.setting.findFirst({ where: { tenantId: null, name }, select: { value: true } }))?.value;
    },
    async write(name: string, value: object): Promise<void> {
      await client.$executeRaw`
        INSERT INTO setting (tenant_id, name, value) VALUES (NULL, ${name}, ${JSON.stringify(value)}::jsonb)
        ON CONFLICT (tenant_id, name) DO UPDATE SET value = excluded.value, updated_at = now()`;
    },
  };
}
