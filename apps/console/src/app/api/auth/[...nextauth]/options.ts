import type { NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { clientOf } from '../../../../server/client-address.ts';
import { manager } from '../../../../server/entry.ts';

/** The cookie lasts as long as the session behind it; the session decides. */
const lifetimeS = 14 * 24 * 3600;

/** next-auth keeps the cookie; users, sessions and their end are the manager's. */
export function authOptions(): NextAuthOptions {
  const { auth } = manager();
  return {
    secret: auth.secret,
    useSecureCookies: auth.secure,
    session: { strategy: 'jwt', maxAge: lifetimeS },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [
      Credentials({
        name: 'Name and password',
        credentials: { name: { type: 'text' }, password: { type: 'password' } },
        async authorize(fields, request) {
          const client = clientOf((name) => headerText(request.headers?.[name]));
          const result = await auth.signIn({ fields, client });
          if (!result.ok) throw new Error(result.message);
          return { id: String(result.user.id), name: result.user.name, sid: result.sessionId };
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) =>
        'sid' in (user ?? {}) ? { sub: user.id, name: user.name ?? null, sid: sidOf(user) } : token,
      session: ({ session, token }) => ({ expires: session.expires, user: { name: token.name ?? null } }),
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === 'string') await auth.signOut(token.sid);
      },
    },
    logger: {
      error: (code) => auth.report('error', code),
      warn: (code) => auth.report('warn', code),
      debug: (code) => auth.report('debug', code),
    },
  };
}

const sidOf = (user: object): unknown => ('sid' in user ? user.sid : undefined);
const headerText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
