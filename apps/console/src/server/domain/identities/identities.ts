import { Failure } from '@damselfly/core';
import type { Client } from '../access/client.ts';
import { demand } from '../access/permits.ts';
import type { Accounts, SignedIn } from '../accounts/accounts.ts';
import type { Viewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';
import type { MembershipKey, PeopleStore } from '../people/stores.ts';
import type { Sealer } from '../secrets/sealer.ts';
import type { IdentityStore, OidcSettings, ProviderFields, ProviderRow, SealedProvider } from './stores.ts';

/** A provider, ready to be asked. */
export interface ReadyProvider {
  readonly name: string;
  readonly label: string;
  readonly settings: OidcSettings;
  readonly clientSecret: string;
}

/** What a provider says of somebody who signed in there. */
export interface Claims {
  readonly subject: string;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly displayName?: string | undefined;
  readonly groups: readonly string[];
}

export interface Identities {
  /** Providers as administrators see them: without secrets. */
  list(viewer: Viewer): Promise<readonly ProviderRow[]>;
  create(viewer: Viewer, fields: ProviderFields, clientSecret: string): Promise<ProviderRow>;
  /** Without a secret the old one stays. Throws `notFound`. */
  update(viewer: Viewer, id: number, fields: ProviderFields, clientSecret: string | undefined): Promise<ProviderRow>;
  remove(viewer: Viewer, id: number): Promise<void>;
  /** Those people may sign in with, for the sign-in page: names and labels. */
  offered(): Promise<readonly { readonly name: string; readonly label: string }[]>;
  /** The same with secrets, for asking them. */
  ready(): Promise<readonly ReadyProvider[]>;
  /**
   * Lets in somebody a provider vouches for: finds or makes their user, gives and takes the roles of their groups, opens a
   * session. Throws `unauthenticated` when nothing lets them in.
   */
  enter(providerName: string, claims: Claims, client: Client): Promise<SignedIn>;
  /** The same for one that is known already. */
  admit(provider: Voucher, claims: Claims, client: Client): Promise<SignedIn>;
}

/** Who vouches for people: what counts of a provider. */
export interface Voucher extends Pick<SealedProvider, 'id' | 'name' | 'groupRoles'> {
  /** People nobody knows yet get an account at their first sign-in. */
  readonly signUp: boolean;
}

export interface IdentitiesNeeds {
  readonly store: IdentityStore;
  readonly people: Pick<PeopleStore, 'addMembership' | 'removeMembership'>;
  readonly accounts: Pick<Accounts, 'admit'>;
  readonly sealer: Sealer;
  readonly audit: Pick<Audit, 'record'>;
  readonly now: () => number;
}

const purpose = 'identity-provider';
const maxNameLength = 64;

/** Signing in through providers that an administrator set up. */
export function createIdentities({ store, people, accounts, sealer, audit, now }: IdentitiesNeeds): Identities {
  const found = async (viewer: Viewer, action: 'read' | 'update' | 'delete', id: number) => {
    const provider = await store.byId(viewer, action, id);
    if (provider === undefined) throw new Failure('notFound', `There is no identity provider ${id}.`);
    return provider;
  };
  const note = (viewer: Viewer, action: string, { id, name }: ProviderRow, before?: ProviderRow, after?: ProviderRow) =>
    audit.record(viewer, { action, tenantId: null, target: { kind: 'IdentityProvider', id, name }, before, after });

  /** Roles that a provider's groups give are the provider's to give and to take. */
  const followGroups = async (userId: number, { groupRoles }: Voucher, groups: readonly string[]) => {
    const held = await store.memberships(userId);
    const same = (a: Omit<MembershipKey, 'userId'>, b: Omit<MembershipKey, 'userId'>) =>
      a.tenantId === b.tenantId && a.roleId === b.roleId;
    const due = groupRoles.filter(({ group }) => groups.includes(group));
    for (const { tenantId, roleId } of due) await people.addMembership({ userId, tenantId, roleId });
    for (const key of held) {
      const given = groupRoles.some((one) => same(one, key));
      if (given && !due.some((one) => same(one, key))) await people.removeMembership(key);
    }
  };

  const admit: Identities['admit'] = async (provider, claims, client) => {
    const known = await store.userOf(provider.id, claims.subject);
    if (known === undefined && !provider.signUp) {
      throw new Failure('unauthenticated', 'Nobody here goes by that account. Ask an administrator.');
    }
    if (known === undefined && !provider.groupRoles.some(({ group }) => claims.groups.includes(group))) {
      throw new Failure('unauthenticated', 'No group of yours has a role here. Ask an administrator.');
    }
    const user = known ?? (await store.addUser(provider.id, claims.subject, newPerson(provider.name, claims)));
    await followGroups(user.id, provider, claims.groups);
    const signedIn = await accounts.admit(user, provider.name, client);
    await store.signedIn(provider.id, claims.subject, new Date(now()));
    return signedIn;
  };

  return {
    list: (viewer) => store.list(viewer),
    async create(viewer, fields, clientSecret) {
      demand(viewer, 'create', 'IdentityProvider', {});
      const id = await store.create(fields, sealer.seal(clientSecret, purpose));
      const after = await found(viewer, 'read', id);
      await note(viewer, 'create', after, undefined, after);
      return after;
    },
    async update(viewer, id, fields, clientSecret) {
      const before = await found(viewer, 'update', id);
      await store.update(id, fields, clientSecret === undefined ? undefined : sealer.seal(clientSecret, purpose));
      const after = await found(viewer, 'read', id);
      await note(viewer, 'update', after, before, after);
      return after;
    },
    async remove(viewer, id) {
      const before = await found(viewer, 'delete', id);
      await store.remove(id);
      await note(viewer, 'delete', before, before);
    },
    offered: async () => (await store.enabled()).map(({ name, label }) => ({ name, label })),
    ready: async () =>
      (await store.enabled()).map(({ name, label, settings, secretCipher }) => ({
        name,
        label,
        settings,
        clientSecret: sealer.open(secretCipher, purpose),
      })),
    async enter(providerName, claims, client) {
      const provider = (await store.enabled()).find(({ name }) => name === providerName);
      if (provider === undefined) throw new Failure('unauthenticated', 'This way to sign in is closed.');
      return admit({ ...provider, signUp: provider.settings.signUp }, claims, client);
    },
    admit,
  };
}

/** Never the name of somebody who is here already: whoever has the same name elsewhere is not the same person. */
function newPerson(providerName: string, { subject, name, email, displayName = '' }: Claims) {
  const wanted =
    (name ?? email?.split('@')[0] ?? subject).trim().slice(0, maxNameLength) || subject.slice(0, maxNameLength);
  const behind = `@${providerName}`;
  const names = [wanted, wanted.slice(0, maxNameLength - behind.length) + behind, `${subject.slice(0, 32)}${behind}`];
  return {
    names: names.map((one) => one.slice(0, maxNameLength)),
    email: email ?? null,
    displayName: displayName.slice(0, 128),
  };
}
