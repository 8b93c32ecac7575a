import { Failure } from '@damselfly/core';
import type { Client } from '../access/client.ts';
import type { SignedIn } from '../accounts/accounts.ts';
import type { Claims, Identities } from './identities.ts';
import type { IdentityStore } from './stores.ts';

/** Members of a group of the directory hold a role, both by their names. */
export interface DirectoryRole {
  readonly group: string;
  readonly tenant: string;
  readonly role: string;
}

export interface DirectorySignInNeeds {
  readonly directory: { authenticate(name: string, password: string): Promise<Claims | undefined> };
  readonly roles: readonly DirectoryRole[];
  readonly store: Pick<IdentityStore, 'directory'>;
  readonly identities: Pick<Identities, 'admit'>;
}

/** Lets in whom the directory knows by name and password; nothing when it does not. */
export const createDirectorySignIn =
  ({ directory, roles, store, identities }: DirectorySignInNeeds) =>
  async (name: string, password: string, client: Client): Promise<SignedIn | undefined> => {
    const claims = await directory.authenticate(name, password);
    if (claims === undefined) return undefined;
    const { id, groupRoles } = await store.directory(roles);
    if (groupRoles.length < roles.length) {
      throw new Failure(
        'unavailable',
        'The directory gives a tenant or role that is not there. Tell an administrator.',
      );
    }
    return identities.admit({ id, name: 'ldap', signUp: true, groupRoles }, claims, client);
  };
