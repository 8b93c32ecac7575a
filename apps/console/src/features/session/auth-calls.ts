/** How an attempt to sign in ended; `said`: refused, with the console's sentence. */
export type SignInOutcome = 'in' | 'noAnswer' | 'unreachable' | { readonly said: string };

const base = '/api/auth';

/** Signs in with name and password; the session is a cookie afterwards. */
export const signIn = (name: string, password: string): Promise<SignInOutcome> =>
  enter('credentials', { name, password });

/** Makes an account, where that is open, and signs in with it. */
export const signUp = (fields: {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}): Promise<SignInOutcome> => enter('sign-up', fields);

async function enter(way: string, fields: Readonly<Record<string, string>>): Promise<SignInOutcome> {
  let response: Response;
  try {
    response = await post(`callback/${way}`, fields);
  } catch {
    // `fetch` throws whatever the network threw: no answer came.
    return 'unreachable';
  }
  const url = await answeredUrl(response);
  if (url === undefined) return 'noAnswer';
  const refusal = url.searchParams.get('error');
  if (refusal !== null) return { said: refusal };
  return response.ok ? 'in' : 'noAnswer';
}

/** Where a provider asks who is there; `undefined` when the console did not answer. */
export async function addressOf(provider: string, callbackUrl: string): Promise<string | undefined> {
  try {
    return (await answeredUrl(await post(`signin/${provider}`, { callbackUrl })))?.href;
  } catch {
    return undefined;
  }
}

/** Ends the session. */
export async function signOut(): Promise<void> {
  await post('signout', {});
}

/** next-auth takes a form with the token it gave, and answers where to go next. */
async function post(path: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  const token: unknown = await (await fetch(`${base}/csrf`)).json();
  const csrfToken = typeof token === 'object' && token !== null && 'csrfToken' in token ? String(token.csrfToken) : '';
  const callbackUrl = window.location.origin;
  return fetch(`${base}/${path}`, {
    method: 'POST',
    body: new URLSearchParams({ callbackUrl, ...fields, csrfToken, json: 'true' }),
  });
}

async function answeredUrl(response: Response): Promise<URL | undefined> {
  if (!(response.headers.get('content-type') ?? '').includes('json')) return undefined;
  const answer: unknown = await response.json();
  const url = typeof answer === 'object' && answer !== null && 'url' in answer ? String(answer.url) : '';
  return URL.canParse(url, window.location.origin) ? new URL(url, window.location.origin) : undefined;
}
