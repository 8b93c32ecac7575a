import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog, type Log } from '@damselfly/core/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkSignIn } from '../server/auth/credentials.ts';
import { allPermissions } from '../server/trpc/testing/all-permissions.ts';
import { nowhere } from '../server/trpc/testing/permission-table.ts';
import { written } from '../server/trpc/testing/tenant-fixture.ts';
import { client } from './console-fixture.ts';
import { type RestFixture, startRest } from './rest-fixture.ts';

/** What no dump, log or answer may hold. Made so that nothing else looks like them. */
const planted = {
  wrongPassword: 'planted-wrong-password',
  newPassword: 'planted-new-password',
  registryPassword: 'planted-registry-password',
  jobPassword: 'planted-job-password',
  jobHeader: 'planted-job-header',
  clientSecret: 'planted-client-secret',
  signUpPassword: 'planted-sign-up-password',
  webhookKey: 'planted-webhook-key',
  schedulePassword: 'planted-schedule-password',
  triggerHeader: 'planted-trigger-header',
  changedPassword: 'planted-changed-registry-password',
  unknownToken: `dfly_${'planted0'.repeat(6)}x`,
};

describe('a planted secret', () => {
  let rest: RestFixture;
  let dir: string;
  let log: Log;
  const answers: string[] = [];
  /** Behind its first characters, which are shown on purpose. */
  const made: string[] = [];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'damselfly-secrets-'));
    log = createLog('console', { level: 'trace', file: join(dir, 'log') });
    rest = await startRest({ log });
    const { accounts, people, tokens } = rest.services;
    const password = 'a-password-for-tests';
    const root = await rest.viewer('root');
    const caller = rest.callerOf(root, { log });

    await checkSignIn({ accounts, log }, { fields: { name: 'root', password: planted.wrongPassword }, client });
    await caller.session.changePassword({ current: password, next: planted.newPassword });
    const { roleId } = await rest.database.client.membership.findFirstOrThrow();
    const person = { name: 'new', tenantId: root.tenant.id, roleId, withPassword: true };
    made.push((await people.create(root, person)).oneTimePassword ?? '');

    const expiresAt = new Date(Date.now() + 3600e3);
    const { token, secret } = await tokens.create(root, { name: 'ci', scopes: ['job', 'registry:write'], expiresAt });
    const rotated = await tokens.rotate(root, token.id, { overlapMs: 3600e3, expiresAt });
    made.push(secret.slice(12), rotated.secret.slice(12));

    const provider = { name: 'corp', label: 'C', settings: { issuer: 'https://id.test', clientId: 'd' } };
    await caller.identityProviders.create({ provider, clientSecret: planted.clientSecret });

    await caller.system.setSignUp({ enabled: true, tenantId: root.tenant.id, roleId: await viewerRole(rest) });
    const newcomer = { name: 'newcomer', email: '', password: planted.signUpPassword };
    await rest.services.signUp.enter(newcomer, client);
    await rest.services.signUp.enter({ ...newcomer, email: 'no address' }, client).catch(() => undefined);
    const hook = { name: 'hook', url: 'https://hooks.test/a', secret: planted.webhookKey };
    const { id: hookId } = await caller.webhooks.create(hook);
    await caller.webhooks.update({ id: hookId, change: { url: 'https://hooks.test/b' } });
    const nightly = { type: 'image', url: 'https://r.test/v2/a/manifests/b', username: 'u' };
    const { id: scheduleId } = await caller.schedules.create({
      ...{ name: 'nightly', cron: '0 3 * * *', args: { ...nightly, password: planted.schedulePassword } },
    });
    await caller.schedules.update({ id: scheduleId, change: { enabled: false } });
    const headers = { Authorization: `Bearer ${planted.triggerHeader}` };
    const { id: triggerId } = await caller.triggers.create({ name: 'pushed', kind: 'oci', args: { headers } });
    await caller.triggers.setEnabled({ id: triggerId, enabled: false });

    const bearer = { Authorization: `Bearer ${secret}` };
    const ask = async (...request: Parameters<RestFixture['ask']>) => {
      answers.push(written((await rest.ask(...request)).body));
    };
    const credential = { name: 'r', registry: 'r.test', username: 'u', password: planted.registryPassword };
    await ask('POST', '/api/v2/registry-credentials', credential, bearer);
    await ask('GET', '/api/v2/registry-credentials', undefined, bearer);
    const [{ id: credentialId } = { id: 0 }] = await caller.registryCredentials.list();
    const change = { password: planted.changedPassword };
    await ask('PATCH', `/api/v2/registry-credentials/${credentialId}`, change, bearer);
    const args = {
      ...{ type: 'image', url: 'https://r.test/v2/a/manifests/b', username: 'u', password: planted.jobPassword },
      headers: { Authorization: `Bearer ${planted.jobHeader}` },
    };
    await ask('POST', '/api/v2/jobs', { type: 'preheat', args }, bearer);
    await ask('POST', '/oapi/v1/jobs', { type: 'preheat', args }, bearer);
    await ask('POST', '/oapi/v1/jobs', { type: 'preheat', args: { ...args, nonsense: 1 } }, bearer);
    await ask('GET', `/oapi/v1/jobs?access_token=${secret}`);
    await ask('GET', `/oapi/v1/jobs?access_token=${planted.unknownToken}`);
    await ask('GET', '/api/v2/jobs', undefined, { Authorization: `Bearer ${planted.unknownToken}` });
    for (const [path, line] of Object.entries(allPermissions)) {
      if (!/\.(list|byId|search|me|events|items|settings|history)$/.test(path)) continue;
      for (const id of [1, 2]) {
        const at = { ...nowhere, jobId: id, credentialId: id, tokenId: id, userId: id, clusterId: id };
        answers.push(written(await line.call(caller, at).catch((error: unknown) => String(error))));
      }
    }
    for (const format of ['csv', 'json-lines'] as const) {
      for await (const part of rest.services.audit.exported(root, {}, format)) answers.push(part);
    }
    log.flush();
  });
  afterAll(async () => {
    await rest.close();
    await rm(dir, { recursive: true });
  });

  async function viewerRole({ database }: RestFixture): Promise<number> {
    return (await database.client.role.findFirstOrThrow({ where: { name: 'viewer' } })).id;
  }

  const expectNone = (text: string) => {
    for (const secret of [...Object.values(planted), ...made]) {
      expect(secret.length).toBeGreaterThan(12);
      expect(text.includes(secret), secret).toBe(false);
      expect(text.includes(Buffer.from(secret).toString('base64').slice(0, -4)), `${secret} in base64`).toBe(false);
    }
  };

  test('stands nowhere in the database', async () => {
    const { client: db } = rest.database;
    const tables = await db.$queryRaw<{ name: string }[]>`
      SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`;
    let rows = 0;
    for (const { name } of tables) {
      const dump = await db.$queryRawUnsafe<{ row: string }[]>(`SELECT row_to_json(t)::text AS row FROM "${name}" t`);
      rows += dump.length;
      expectNone(dump.map(({ row }) => row).join('\n'));
    }
    expect(tables.length).toBeGreaterThan(30);
    expect(rows).toBeGreaterThan(100);
  });

  test('stands in no line of the log', async () => {
    const text = await readFile(join(dir, 'log'), 'utf8');
    expect(text.length).toBeGreaterThan(100);
    expectNone(text);
  });

  test('stands in no answer', () => {
    expect(answers.length).toBeGreaterThan(20);
    expect(answers.join('\n')).toContain('r.test');
    expectNone(answers.join('\n'));
  });
});
