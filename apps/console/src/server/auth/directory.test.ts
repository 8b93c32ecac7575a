import { readFile } from 'node:fs/promises';
import { silentLog } from '@damselfly/core/node';
import { testAuthority } from '@damselfly/proto/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createManager } from '../../services.ts';
import { type ConsoleFixture, client, password, startFixture } from '../../testing/console-fixture.ts';
import { createDirectorySignIn } from '../domain/identities/directory-sign-in.ts';
import { createDirectory, type DirectorySettings } from './directory.ts';
import { hasSlapd, type Slapd, slapdAdmin, startSlapd } from './testing/slapd-fixture.ts';

const annsPassword = 'ann-has-this-password';
const person = (uid: string, more: readonly string[] = []) =>
  [
    ...[`dn: uid=${uid},ou=people,dc=test`, 'objectClass: inetOrgPerson', `uid: ${uid}`, `cn: ${uid} of Test`],
    ...['sn: Test', `mail: ${uid}@Test.example`, `userPassword: ${annsPassword}`, ...more],
  ].join('\n');
const entries = [
  'dn: dc=test\nobjectClass: dcObject\nobjectClass: organization\no: Test\ndc: test',
  'dn: ou=people,dc=test\nobjectClass: organizationalUnit\nou: people',
  'dn: ou=groups,dc=test\nobjectClass: organizationalUnit\nou: groups',
  person('ann'),
  person('bob'),
  person('root'),
  person('twin').replace('uid=twin', 'cn=one'),
  person('twin').replace('uid=twin', 'cn=two'),
  'dn: cn=devs,ou=groups,dc=test\nobjectClass: groupOfNames\ncn: devs\nmember: uid=ann,ou=people,dc=test\nmember: uid=root,ou=people,dc=test',
].join('\n\n');

describe.skipIf(!hasSlapd)('signing in through a directory', () => {
  let slapd: Slapd;
  let fixture: ConsoleFixture;
  let settings: DirectorySettings;
  beforeAll(async () => {
    slapd = await startSlapd(`${entries}\n`);
    settings = {
      ...{ ...slapdAdmin, url: `ldaps://localhost:${slapd.securePort}`, ca: await readFile(slapd.caFile, 'utf8') },
      ...{ baseDn: 'ou=people,dc=test', userFilter: '(uid={name})', groupBaseDn: 'ou=groups,dc=test' },
      ...{ groupFilter: '(member={dn})', subjectAttribute: 'entryUUID', nameAttribute: 'uid' },
    };
  });
  afterAll(async () => {
    await slapd?.close();
    await fixture?.close();
  });
  beforeEach(async () => {
    fixture = await startFixture();
    await fixture.addTenant('ours');
  });

  const signIn = (name: string, secret: string, change: Partial<DirectorySettings> = {}, role = 'developer') => {
    const { services, database } = fixture;
    const directory = createDirectory({ ...settings, ...change });
    const roles = [{ group: 'devs', tenant: 'ours', role }];
    const elsewhere = createDirectorySignIn({
      directory,
      roles,
      store: database.identities,
      identities: services.identities,
    });
    const manager = createManager({ services, elsewhere, secret: 's'.repeat(32), secure: false, log: silentLog() });
    return manager.auth.signIn({ fields: { name, password: secret }, client });
  };
  const viewerOf = async (result: Awaited<ReturnType<typeof signIn>>) =>
    result.ok ? fixture.services.accounts.viewer(result.sessionId) : undefined;

  test.each([
    ['TLS from the first byte', {}],
    ['StartTLS', () => ({ url: `ldap://localhost:${slapd.port}` })],
  ])('lets in whom it knows, with the roles of their groups, over %s', async (_, change) => {
    const result = await signIn('ann', annsPassword, typeof change === 'function' ? change() : change);
    expect(await viewerOf(result)).toMatchObject({
      user: { name: 'ann' },
      tenant: { slug: 'ours' },
      roles: ['developer'],
    });
    const again = await signIn('ann', annsPassword);
    expect(again).toMatchObject({ ok: true, user: { id: result.ok ? result.user.id : 0 } });
    const events = await fixture.database.client.auditEvent.findMany({ where: { action: 'sign-in' } });
    expect(events.at(-1)).toMatchObject({ actorName: 'ann', outcome: 'success', after: { how: 'ldap' } });
  });

  test.each([
    ['a wrong password', 'ann', 'wrong'],
    ['no password', 'ann', ''],
    ['a name that it does not know', 'nobody', annsPassword],
    ['a name that two have', 'twin', annsPassword],
    ['a name that is a filter', '*', annsPassword],
    ['a name that ends a filter', 'ann)(objectClass=*', annsPassword],
    ['a person in none of the groups', 'bob', annsPassword],
  ])('keeps out %s', async (_, name, secret) => {
    expect(await signIn(name, secret)).toMatchObject({ ok: false });
    expect(await fixture.database.client.user.count()).toBe(1);
  });

  test('who has a password here is never somebody of the directory', async () => {
    expect(await signIn('root', annsPassword)).toMatchObject({ ok: false });
    expect(await viewerOf(await signIn('root', password))).toMatchObject({ roles: ['platform-admin'] });
    expect(await fixture.database.client.identity.count()).toBe(0);
  });

  test('guessing is slowed down as for local passwords', async () => {
    for (let guess = 0; guess < 5; guess += 1) await signIn('ann', 'wrong');
    expect(await signIn('ann', annsPassword)).toMatchObject({ message: expect.stringMatching(/Too many attempts/) });
  });

  test('a directory with a certificate of somebody else, or none that answers, lets nobody in', async () => {
    await using other = await testAuthority('another authority');
    const ca = await readFile(other.caCert, 'utf8');
    const said = { ok: false, message: expect.stringMatching(/directory cannot be asked/) };
    expect(await signIn('ann', annsPassword, { ca })).toMatchObject(said);
    expect(await signIn('ann', annsPassword, { ca, url: `ldap://localhost:${slapd.port}` })).toMatchObject(said);
    expect(await signIn('ann', annsPassword, { url: 'ldaps://localhost:1' })).toMatchObject(said);
    expect(await viewerOf(await signIn('root', password, { ca }))).toMatchObject({ user: { name: 'root' } });
  });

  test('a role that is not there is said, not passed over, and one of the platform is none', async () => {
    for (const role of ['nonsense', 'platform-admin'])
      expect(await signIn('ann', annsPassword, {}, role)).toMatchObject({
        ok: false,
        message: expect.stringMatching(/not there/),
      });
  });
});
