import type { PrismaClient } from '../generated/client.ts';
import { grantRepository } from './grant-repository.ts';
import { sessionRepository } from './session-repository.ts';
import { userRow } from './user-row.ts';

/** Users, what they may do, and their sessions. */
export function accountRepository({ client }: { readonly client: PrismaClient }) {
  return {
    ...grantRepository(client),
    ...sessionRepository(client),
    async userByName(name: string) {
      const user = await client.user.findUnique({ where: { name } });
      return user === null ? undefined : userRow(user);
    },
  };
}
