import { rootPassword } from './system.ts';

/** The console's API, asked as somebody with a token. */
export interface ConsoleApi {
  readonly token: string;
  /** Of the browser's session. */
  cookie(): string;
  /** Calls a procedure of the pages; throws with what it answered instead of a result. */
  query(path: string, input: unknown): Promise<unknown>;
  mutate(path: string, input: unknown): Promise<unknown>;
  ask(method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly body: unknown }>;
}

/** Signs in as root in the way a browser does, and makes a token for the rest. */
export async function consoleApi(
  url: string,
  scopes: readonly string[] = ['job', 'cluster', 'registry:write'],
): Promise<ConsoleApi> {
  const cookies = new Map<string, string>();
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = { ...(init.headers as Record<string, string> | undefined), cookie: cookie() };
    const response = await fetch(url + path, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return response;
  };
  const { csrfToken } = (await (await send('/api/auth/csrf')).json()) as { csrfToken: string };
  const form = new URLSearchParams({ csrfToken, name: 'root', password: rootPassword, json: 'true' });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  await send('/api/auth/callback/credentials', { method: 'POST', headers, body: form });
  const made = await send('/api/v1/personal-access-tokens', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      name: `e2e-${Math.random().toString(36).slice(2)}`,
      scopes,
      expired_at: new Date(Date.now() + 3600e3).toISOString(),
    }),
  });
  const text = await made.text();
  if (made.status !== 200) throw new Error(`no token: ${made.status} ${text}`);
  const { token } = JSON.parse(text) as { token: string };
  const result = async (path: string, response: Response) => {
    const answer = (await response.json()) as { result?: { data: unknown } };
    if (answer.result === undefined) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer.result.data;
  };
  const json = { 'content-type': 'application/json' };
  return {
    token,
    cookie,
    query: async (path, input) =>
      result(
        path,
        await send(
          `/api/trpc/${path}${input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`}`,
        ),
      ),
    mutate: async (path, input) =>
      result(path, await send(`/api/trpc/${path}`, { method: 'POST', headers: json, body: JSON.stringify(input) })),
    async ask(method, path, body) {
      const response = await fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const answer = await response.text();
      return { status: response.status, body: answer === '' ? undefined : (JSON.parse(answer) as unknown) };
    },
  };
}
