import type { PrismaClient } from '../generated/client.ts';
import { grantRepository } from './grant-repository.ts';
import { sessionRepository } from './session-repository.ts';
import { userRow } from './user-row.ts';

export interface AuditRecord {
  readonly tenantId: string | null;
  readonly actorUserId: number | null;
  readonly actorName: string;
  readonly action: string;
  readonly outcome: 'success' | 'failure';
  readonly ip: string;
}

/** Users, what they may do, their sessions, and what they did. */
export function accountRepository({ client }: { readonly client: PrismaClient }) {
  return {
    ...grantRepository(client),
    ...sessionRepository(client),
    async userByName(name: string) {
      const user = await client.user.findUnique({ where: { name } });
      return user === null ? undefined : userRow(user);
    },
    async recordAudit(event: AuditRecord) {
      await client.auditEvent.create({ data: event });
    },
    /** Forgets what happened before, and says how much that was. */
    async deleteAuditBefore(at: Date) {
      return (await client.auditEvent.deleteMany({ where: { at: { lt: at } } })).count;
    },
  };
}
