import { TRPCError } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConsoleFixture, password, startFixture } from '../../testing/console-fixture.ts';
import { appRouter } from './router.ts';
import { allPermissions } from './testing/all-permissions.ts';
import { nowhere, type Place, type Role, roles } from './testing/permission-table.ts';

type Caller = ReturnType<ConsoleFixture['callerOf']>;

describe('permissions', () => {
  let fixture: ConsoleFixture;
  let here: Place;
  const callers = new Map<Role | 'anonymous', Caller>();
  beforeAll(async () => {
    fixture = await startFixture();
    const tenantId = await fixture.addTenant('ours');
    here = { ...nowhere, tenantId };
    callers.set('anonymous', fixture.callerOf(undefined));
    for (const role of roles) {
      await fixture.addUser(role, tenantId, role);
      callers.set(role, await fixture.as(role));
    }
  });
  afterAll(() => fixture.close());

  const procedures = Object.keys(appRouter._def.procedures);

  test('every procedure has a line in a table, and names its permission', () => {
    expect([...procedures].sort()).toEqual(Object.keys(allPermissions).sort());
    for (const [path, procedure] of Object.entries<unknown>(appRouter._def.procedures)) {
      expect(procedure, path).toHaveProperty('_def.meta.permission.subject', expect.any(String));
    }
  });

  test.each(procedures)('%s lets in whom its line names, and nobody else', async (path) => {
    const line = allPermissions[path];
    if (line === undefined) throw new Error('no line in a table');
    const refusals: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const [role, caller] of callers) {
      refusals[role] = (await refusal(() => line.call(caller, here))) ?? 'let in';
      const known = roles.find((one) => one === role);
      expected[role] = known === undefined ? 'UNAUTHORIZED' : line.allowed.includes(known) ? 'let in' : 'FORBIDDEN';
    }
    expect(refusals).toEqual(expected);
  });

  test('a role without the permission is refused, with a sentence', async () => {
    const viewer = await fixture.services.accounts.viewer(await openSession(fixture, 'viewer'));
    const lesser = viewer && { ...viewer, rules: viewer.rules.filter(({ subject }) => subject !== 'Task') };
    await expect(fixture.callerOf(lesser).tasks.list({})).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringMatching(/read Task/),
    });
  });

  test('with a one-time password nothing but the session can be touched', async () => {
    await fixture.database.client.user.update({ where: { name: 'viewer' }, data: { mustChangePassword: true } });
    const caller = await fixture.as('viewer');
    await expect(caller.session.me()).resolves.toMatchObject({ user: { mustChangePassword: true } });
    await expect(caller.tasks.list({})).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
    const next = 'another-password';
    await caller.session.changePassword({ current: password, next });
    const viewer = await fixture.services.accounts.viewer(await openSession(fixture, 'viewer', next));
    await expect(fixture.callerOf(viewer).tasks.list({})).resolves.toMatchObject({ total: 0 });
  });
});

const openSession = async ({ services }: ConsoleFixture, name: string, secret = password) =>
  (await services.accounts.signIn(name, secret, { ip: '::1', userAgent: '' })).sessionId;

/** How a call was kept out, if it was; a failure behind the permission is none. */
async function refusal(call: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    return error.code === 'UNAUTHORIZED' || error.code === 'FORBIDDEN' ? error.code : undefined;
  }
}
