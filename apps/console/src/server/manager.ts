import type { SignInForm, SignInResult } from './auth/credentials.ts';
import type { ProviderEntry } from './auth/provider-entry.ts';
import type { Client } from './domain/access/client.ts';
import type { SessionViewer } from './domain/accounts/viewer.ts';
import type { Identities, ReadyProvider } from './domain/identities/identities.ts';
import type { About } from './trpc/context.ts';

/** What crosses from the process into Next's bundles: functions and plain data. */
export interface Manager {
  readonly about: () => About;
  /** Answers a request for `/api/trpc`. */
  readonly trpc: (request: Request) => Promise<Response>;
  readonly auth: {
    /** Encrypts session cookies. */
    readonly secret: string;
    /** Cookies for https only. */
    readonly secure: boolean;
    readonly signIn: (form: SignInForm) => Promise<SignInResult>;
    /** Whether people may make an account of their own. */
    readonly signUpOpen: () => Promise<boolean>;
    readonly signUp: (form: SignInForm) => Promise<SignInResult>;
    /** Providers to sign in with, and what asking them takes. */
    readonly providers: () => Promise<readonly ReadyProvider[]>;
    /** The same for the sign-in page. */
    readonly offered: Identities['offered'];
    readonly enter: (entry: ProviderEntry) => Promise<SignInResult>;
    readonly signOut: (sessionId: string, client: Client) => Promise<void>;
    /** Who sends this `Cookie` header; nobody when the session is over. */
    readonly viewer: (cookieHeader: string | null, from?: Client) => Promise<SessionViewer | undefined>;
    readonly report: (level: 'error' | 'warn' | 'debug', what: string) => void;
  };
}
