import type { NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import type { Client } from '../../../../server/domain/access/client.ts';
import { manager } from '../../../../server/entry.ts';
import type { Manager } from '../../../../server/manager.ts';

/** The cookie lasts as long as the session behind it; the session decides. */
const lifetimeS = 14 * 24 * 3600;

type Auth = Manager['auth'];
type ProviderToAsk = Awaited<ReturnType<Auth['providers']>>[number];
type ProviderClaims = Readonly<Record<string, unknown>> & { readonly sub: string };

/** next-auth speaks with browsers and providers, and keeps the cookie; users, sessions and their end are the manager's. */
export async function authOptions(client: Client): Promise<NextAuthOptions> {
  const { auth } = manager();
  return {
    secret: auth.secret,
    useSecureCookies: auth.secure,
    session: { strategy: 'jwt', maxAge: lifetimeS },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [passwords(auth, client), signUp(auth, client), ...(await auth.providers()).map(openIdConnect)],
    callbacks: {
      async signIn({ account, profile, user }) {
        if (account?.type !== 'oauth' || profile === undefined) return true;
        const result = await auth.enter({ provider: account.provider, claims: profile, client });
        if (!result.ok) return `/sign-in?refused=${encodeURIComponent(result.message)}`;
        Object.assign(user, { id: String(result.user.id), name: result.user.name, sid: result.sessionId });
        return true;
      },
      jwt: ({ token, user }) =>
        'sid' in (user ?? {}) ? { sub: user.id, name: user.name ?? null, sid: sidOf(user) } : token,
      session: ({ session, token }) => ({ expires: session.expires, user: { name: token.name ?? null } }),
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === 'string') await auth.signOut(token.sid, client);
      },
    },
    logger: {
      error: (code) => auth.report('error', code),
      warn: (code) => auth.report('warn', code),
      debug: (code) => auth.report('debug', code),
    },
  };
}

const passwords = (auth: Auth, client: Client) =>
  Credentials({
    name: 'Name and password',
    credentials: { name: { type: 'text' }, password: { type: 'password' } },
    async authorize(fields) {
      const result = await auth.signIn({ fields, client });
      if (!result.ok) throw new Error(result.message);
      return { id: String(result.user.id), name: result.user.name, sid: result.sessionId };
    },
  });

/** A form that makes an account; while that is closed it is refused as any other. */
const signUp = (auth: Auth, client: Client) =>
  Credentials({
    id: 'sign-up',
    name: 'A new account',
    credentials: { name: { type: 'text' }, email: { type: 'email' }, password: { type: 'password' } },
    async authorize(given) {
      const { name, email, password } = given ?? {};
      const result = await auth.signUp({ fields: { name, email, password }, client });
      if (!result.ok) throw new Error(result.message);
      return { id: String(result.user.id), name: result.user.name, sid: result.sessionId };
    },
  });

/** Authorization code with PKCE, `state` and `nonce`; what counts is the signed ID token. */
const openIdConnect = ({ name, label, settings, clientSecret }: ProviderToAsk): OAuthConfig<ProviderClaims> => ({
  id: name,
  name: label,
  type: 'oauth',
  wellKnown: `${settings.issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`,
  idToken: true,
  checks: ['pkce', 'state', 'nonce'],
  clientId: settings.clientId,
  clientSecret,
  authorization: { params: { scope: settings.scope } },
  profile: ({ sub }) => ({ id: sub }),
});

const sidOf = (user: object): unknown => ('sid' in user ? user.sid : undefined);
