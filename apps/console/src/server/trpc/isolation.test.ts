import { TRPCError } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConsoleFixture, startFixture } from '../../testing/console-fixture.ts';
import { allPermissions } from './testing/all-permissions.ts';
import { type Line, nowhere, type Place } from './testing/permission-table.ts';
import { rowsOf, seedTenant, written } from './testing/tenant-fixture.ts';

const tenantRoles = ['tenant-admin', 'developer', 'preheater', 'viewer'] as const;

describe('another tenant', () => {
  let fixture: ConsoleFixture;
  let theirs: Place;
  const callers = new Map<string, ReturnType<ConsoleFixture['callerOf']>>();
  beforeAll(async () => {
    fixture = await startFixture();
    theirs = await seedTenant(fixture, 'theirs');
    const ours = await fixture.addTenant('ours');
    for (const role of tenantRoles) {
      await fixture.addUser(role, ours, role);
      callers.set(role, await fixture.as(role));
    }
  });
  afterAll(() => fixture.close());

  test('is there for its own people', async () => {
    const mine = await fixture.as('theirs-user');
    for (const path of ['clusters.list', 'tasks.list', 'jobs.list', 'people.list', 'roles.list', 'audit.search']) {
      expect(written(await allPermissions[path]?.call(mine, theirs)), path).toContain('theirs');
    }
  });

  test.each(Object.entries(allPermissions))(
    'answers %s as what does not exist, in no list, and stays as it is',
    async (_, line) => {
      const before = await rowsOf(fixture, theirs);
      for (const [role, caller] of callers) {
        const asTheirs = await outcome(line, caller, theirs);
        expect(asTheirs, role).toBe(await outcome(line, caller, nowhere));
        expect(asTheirs, role).not.toContain('theirs');
      }
      expect(await rowsOf(fixture, theirs)).toBe(before);
    },
  );
});

/** What a caller reads, without the ids that were asked for and without numbers, which time and chance change. */
async function outcome(line: Line, caller: ReturnType<ConsoleFixture['callerOf']>, at: Place): Promise<string> {
  const answer = await line.call(caller, at).catch((error: unknown) => {
    if (!(error instanceof TRPCError)) throw error;
    return { code: error.code, message: error.message };
  });
  let text = written(answer);
  for (const id of [at.tenantId, at.sessionId, at.taskId]) text = text.replaceAll(id, '[id]');
  return text.replaceAll(/\d+/g, '#');
}
