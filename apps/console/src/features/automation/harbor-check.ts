/** What came of asking the console as Harbor's driver does. */
export type Check =
  | { readonly state: 'ok' }
  | { readonly state: 'failed'; readonly why: 'unreachable' | 'unauthenticated' | 'forbidden' | 'noToken' }
  | { readonly state: 'failed'; readonly why: 'refused'; readonly status: number };

/** Reads an answer's status; `undefined`: no answer came. */
export function checkOf(status: number | undefined): Check {
  if (status === undefined) return { state: 'failed', why: 'unreachable' };
  if (status >= 200 && status < 300) return { state: 'ok' };
  if (status === 401) return { state: 'failed', why: 'unauthenticated' };
  if (status === 403) return { state: 'failed', why: 'forbidden' };
  return { state: 'failed', why: 'refused', status };
}

type Fetch = (path: string, init: RequestInit) => Promise<{ readonly status: number }>;

export interface HarborChecks {
  readonly health: Check;
  readonly token: Check;
}

/**
 * Asks what Harbor asks: whether the console is healthy, and whether a token lets it look at its jobs. The session of the
 * page is left out, so that the token alone decides.
 */
export async function askAsHarbor(token: string, ask: Fetch): Promise<HarborChecks> {
  const statusOf = (path: string, headers: Record<string, string>) =>
    ask(path, { headers, credentials: 'omit', cache: 'no-store' }).then(
      ({ status }) => status,
      () => undefined,
    );
  const [health, jobs] = await Promise.all([
    statusOf('/healthy', {}),
    token === '' ? undefined : statusOf('/oapi/v1/jobs?page=1&per_page=1', { Authorization: `Bearer ${token}` }),
  ]);
  return {
    health: checkOf(health),
    token: token === '' ? { state: 'failed', why: 'noToken' } : checkOf(jobs),
  };
}
