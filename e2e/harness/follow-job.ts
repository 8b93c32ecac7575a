/** How a job was followed over a live stream that may break. */
export interface Followed {
  /** The state it ended in. */
  readonly state: string;
  /** Which replicas sent, one after the other. */
  readonly replicas: readonly string[];
  /** Messages that came. */
  readonly updates: number;
}

interface Session {
  readonly url: string;
  readonly cookie: string;
}

const over = ['succeeded', 'partial', 'failed', 'cancelled'];

/** Follows a job as a browser does: over server-sent events, with a new stream whenever one breaks. */
export async function followJob(
  session: Session,
  id: number,
  opened: Response,
  signal: AbortSignal,
): Promise<Followed> {
  const replicas: string[] = [];
  let updates = 0;
  let first: Response | undefined = opened;
  for (;;) {
    const response = first ?? (await open(session, id, signal));
    first = undefined;
    if (response === undefined) {
      await new Promise((again) => setTimeout(again, 300));
      continue;
    }
    replicas.push(response.headers.get('x-replica') ?? '');
    for await (const state of statesOf(response)) {
      updates += 1;
      if (over.includes(state)) return { state, replicas, updates };
    }
  }
}

/** Opens streams of a job until one comes from that replica: nginx gives each its turn. */
export async function streamFrom(
  session: Session,
  id: number,
  replica: string,
  signal: AbortSignal,
): Promise<Response> {
  for (;;) {
    const left = new AbortController();
    const response = await open(session, id, AbortSignal.any([left.signal, signal]));
    if (response?.headers.get('x-replica') === replica) return response;
    left.abort();
    signal.throwIfAborted();
  }
}

async function open({ url, cookie }: Session, id: number, signal: AbortSignal): Promise<Response | undefined> {
  const input = encodeURIComponent(JSON.stringify({ id }));
  try {
    const headers = { accept: 'text/event-stream', cookie };
    const response = await fetch(`${url}/api/trpc/jobs.watch?input=${input}`, { headers, signal });
    return response.ok ? response : undefined;
  } catch (error) {
    signal.throwIfAborted();
    // The replica is gone: fetch says no more than that it failed.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** The job's state with every message; ends when the stream breaks. */
async function* statesOf(response: Response): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
      const lines = (text + decoder.decode(part.value, { stream: true })).split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        const state = /^data: .*"job":\{.*?"state":"(\w+)"/.exec(line)?.[1];
        if (state !== undefined) yield state;
      }
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}
