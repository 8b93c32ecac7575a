import { createClient, manager, unaryCall } from '@damselfly/proto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type ConsoleApi, consoleApi } from '../harness/console.ts';
import { followJob, streamFrom } from '../harness/follow-job.ts';
import { hasNginx } from '../harness/nginx.ts';
import { startOrigin } from '../harness/origin.ts';
import { postgresUrl, type Replica, startReplicas } from '../harness/replicas.ts';
import { until } from '../harness/wait.ts';

const MiB = 2 ** 20;
/** Three consoles start, and each again after it was killed. */
const longMs = 600_000;
const made = z.object({ id: z.int() });
const about = z.object({ instance: z.string() });
const event = z.object({ kind: z.string(), data: z.object({ holder: z.string().optional() }) });

/** Whether a replica counts the scheduler as alive, as peers ask it. */
async function countsScheduler({ grpc }: Replica): Promise<boolean> {
  const client = createClient(manager.ManagerClient, { address: grpc });
  try {
    const request = { sourceType: manager.SourceType.PEER_SOURCE, hostname: 'somebody', ip: '127.0.0.1' };
    const { schedulers } = await unaryCall(
      client.listSchedulers.bind(client),
      manager.ListSchedulersRequest.fromPartial(request),
    );
    return schedulers.length === 1 && schedulers[0]?.state === 'active';
  } finally {
    client.close();
  }
}

const holders = async (api: ConsoleApi, id: number) => {
  const events = z.array(event).parse(await api.query('jobs.events', { id }));
  return events.filter(({ kind }) => kind === 'started' || kind === 'resumed').map(({ data }) => data.holder);
};

test.skipIf(postgresUrl === undefined || !hasNginx())(
  'of three consoles behind nginx any one may be killed: its job goes on elsewhere, streams reconnect, leases hold, sessions stay',
  async () => {
    await using origin = await startOrigin({ lengthBytes: 20 * MiB, bytesPerSecond: 2 * MiB });
    await using system = await startReplicas(3);
    const { consoles, proxy } = system;
    const api = await consoleApi(proxy.url);
    await until('both hosts to be in the catalogue', async () => {
      const { total } = z.object({ total: z.int() }).parse(await api.query('hosts.search', {}));
      return total === 2;
    });
    let asked = 0;
    const start = async (replica: Replica) => {
      asked += 1;
      const args = { type: 'file', url: `${origin.url}?n=${asked}`, scope: 'all_peers' };
      const response = await fetch(`${replica.url}/api/v2/jobs`, {
        method: 'POST',
        headers: { authorization: `Bearer ${api.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ type: 'preheat', args }),
      });
      expect(response.status).toBe(201);
      return made.parse(await response.json()).id;
    };

    for (const [n, victim] of consoles.entries()) {
      const own = await fetch(`${victim.url}/api/trpc/system.about`, { headers: { cookie: api.cookie() } });
      const { instance } = about.parse(((await own.json()) as { result: { data: unknown } }).result.data);
      // Who takes a job runs it, unless another console looked for work in the same moment.
      const id = await until('the victim to run a job', async () => {
        const job = await start(victim);
        const [holder] = await until('somebody to take it', async () => {
          const found = await holders(api, job);
          return found.length > 0 && found;
        });
        return holder === instance && job;
      });
      const gone = new AbortController();
      const session = { url: proxy.url, cookie: api.cookie() };
      try {
        const opened = await streamFrom(session, id, new URL(victim.url).host, gone.signal);
        const following = followJob(session, id, opened, gone.signal);
        following.catch(() => undefined);
        await until('the download to run', () => origin.servedBytes() > 0);
        victim.kill();
        const others = consoles.filter((one) => one !== victim);
        const lapses: string[] = [];
        let done = false;
        const watching = (async () => {
          while (!done) {
            for (const other of others) if (!(await countsScheduler(other))) lapses.push(other.grpc);
            await new Promise((again) => setTimeout(again, 250));
          }
        })();
        const followed = await following;
        done = true;
        await watching;
        expect(lapses, `round ${n}`).toEqual([]);
        expect(followed.state, `round ${n}`).toBe('succeeded');
        expect(followed.replicas.length, `round ${n}`).toBeGreaterThan(1);
        expect(followed.replicas[0]).not.toBe(followed.replicas.at(-1));
        const took = await holders(api, id);
        expect(took[0]).toBe(instance);
        expect(took.at(-1)).not.toBe(instance);
        expect(await api.query('session.me', undefined)).toMatchObject({ user: { name: 'root' } });
      } finally {
        gone.abort();
      }
      await victim.restart();
    }
  },
  longMs,
);
