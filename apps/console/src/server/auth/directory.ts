import { Failure } from '@damselfly/core';
import { Client, type Entry, InvalidCredentialsError } from 'ldapts';
import type { Claims } from '../domain/identities/identities.ts';

/** How a directory is asked. Texts in filters: `{name}` is what was typed, `{dn}` the entry found for it. */
export interface DirectorySettings {
  /** `ldaps://host` or `ldap://host`; the latter is encrypted with StartTLS before anything is said. */
  readonly url: string;
  /** PEM of authorities that are trusted instead of the usual ones. */
  readonly ca?: string | undefined;
  readonly bindDn: string;
  readonly bindPassword: string;
  readonly baseDn: string;
  readonly userFilter: string;
  readonly groupBaseDn: string;
  readonly groupFilter: string;
  /** Its values do not change when the person is renamed. */
  readonly subjectAttribute: string;
  readonly nameAttribute: string;
}

/** Asks a directory who somebody is. */
export interface Directory {
  /** Nothing for a wrong name or password alike. Throws `unavailable` when the directory cannot be asked. */
  authenticate(name: string, password: string): Promise<Claims | undefined>;
}

const timeoutMs = 5000;
const maxGroups = 1000;
const safeText = /^[^\0]{1,256}$/;

/** A directory behind LDAP. Connections are encrypted and certificates verified, always; each sign-in has its own. */
export function createDirectory(settings: DirectorySettings): Directory {
  const { url, ca, bindDn, bindPassword, baseDn, userFilter, groupBaseDn, groupFilter } = settings;
  const tls = { rejectUnauthorized: true, ...(ca !== undefined && { ca }) };
  const encrypted = url.startsWith('ldaps:');
  const host = new URL(url).hostname;

  const open = async (): Promise<Client> => {
    const client = new Client({
      ...{ url, timeout: timeoutMs, connectTimeout: timeoutMs },
      ...(encrypted && { tlsOptions: tls }),
    });
    if (!encrypted) await client.startTLS({ ...tls, host, servername: host });
    await client.bind(bindDn, bindPassword);
    return client;
  };

  const entryOf = async (client: Client, name: string): Promise<Entry | undefined> => {
    const attributes = [settings.subjectAttribute, settings.nameAttribute, 'mail', 'cn'];
    const filter = userFilter.replaceAll('{name}', () => escaped(name));
    const { searchEntries } = await client.search(baseDn, { scope: 'sub', filter, attributes, sizeLimit: 2 });
    // Two people of one name are nobody.
    return searchEntries.length === 1 ? searchEntries[0] : undefined;
  };

  const groupsOf = async (client: Client, dn: string): Promise<readonly string[]> => {
    const filter = groupFilter.replaceAll('{dn}', () => escaped(dn));
    const attributes = ['cn'];
    const { searchEntries } = await client.search(groupBaseDn, {
      scope: 'sub',
      filter,
      attributes,
      sizeLimit: maxGroups,
    });
    return searchEntries.flatMap((entry) => textOf(entry.cn) ?? []);
  };

  return {
    async authenticate(name, password) {
      // A bind without a password succeeds as nobody.
      if (!safeText.test(name) || !safeText.test(password)) return undefined;
      let client: Client | undefined;
      try {
        client = await open();
        const entry = await entryOf(client, name);
        const subject = entry && textOf(entry[settings.subjectAttribute]);
        if (entry === undefined || subject === undefined) return undefined;
        const groups = await groupsOf(client, entry.dn);
        if (!(await binds(client, entry.dn, password))) return undefined;
        return {
          ...{ subject, groups, name: textOf(entry[settings.nameAttribute]) },
          ...{ email: textOf(entry.mail)?.toLowerCase(), displayName: textOf(entry.cn) },
        };
      } catch (cause) {
        throw new Failure('unavailable', 'The directory cannot be asked. Try again later, or tell an administrator.', {
          cause,
        });
      } finally {
        // The answer is known by now: a connection that breaks at its farewell changes nothing of it.
        await client?.unbind().catch(() => undefined);
      }
    },
  };
}

async function binds(client: Client, dn: string, password: string): Promise<boolean> {
  try {
    await client.bind(dn, password);
    return true;
  } catch (error) {
    if (error instanceof InvalidCredentialsError) return false;
    throw error;
  }
}

/** RFC 4515: what would mean something within a filter. */
const escaped = (text: string): string =>
  text.replaceAll(/[\\*()\0]/g, (character) => `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`);

function textOf(value: Entry[string] | undefined): string | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  const text = Buffer.isBuffer(first) ? first.toString('utf8') : first;
  return text === undefined || text === '' ? undefined : text;
}
