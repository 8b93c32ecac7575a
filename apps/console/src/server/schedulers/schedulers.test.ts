import { Failure } from '@damselfly/core';
import { decisions, type Handlers, handlers, hostAndPort, jobs, type RunningServer, serve } from '@damselfly/proto';
import { afterEach, expect, test } from 'vitest';
import { createSchedulers } from './schedulers.ts';

const servers: RunningServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close(0);
});

/** A scheduler that remembers one peer, and preheats for ever. */
async function startScheduler(onEnd: () => void = () => undefined): Promise<string> {
  const kit: Handlers = handlers({ onInternalError: (error) => void error });
  const no = () => Promise.reject(new Failure('unimplemented', 'not here'));
  const server = await serve({
    listen: { host: '127.0.0.1', port: 0 },
    services: [
      {
        definition: decisions.DecisionServiceService,
        implementation: {
          explain: kit.unary<decisions.ExplainRequest, decisions.ExplainResponse>(async ({ peerId }) => {
            if (peerId !== 'known') throw new Failure('notFound', 'nothing is remembered');
            return decisions.ExplainResponse.fromPartial({ standing: { state: 'running' } });
          }),
          listDecisions: kit.unary(no),
        } satisfies decisions.DecisionServiceServer,
      },
      {
        definition: jobs.JobServiceService,
        implementation: {
          preheat: kit.serverStream<jobs.PreheatRequest, jobs.PreheatResponse>(async function* (_, { signal }) {
            yield jobs.PreheatResponse.fromPartial({ step: { $case: 'resolved', value: {} } });
            await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
            onEnd();
          }),
          stat: kit.unary(no),
          deleteTask: kit.unary(no),
          listTaskEntries: kit.unary(no),
        } satisfies jobs.JobServiceServer,
      },
    ],
  });
  servers.push(server);
  return hostAndPort('127.0.0.1', server.port);
}

const signal = new AbortController().signal;
const member = (id: number, expiresAtMs: number | undefined, features = ['schedule', 'preheat']) => ({
  ...{ id, clusterId: 1, hostname: `s${id}`, ip: '127.0.0.1', port: 8000 + id, idc: '', location: '', features },
  ...{ keepAliveIntervalMs: 5000, createdAtMs: 0, updatedAtMs: 0 },
  ...(expiresAtMs !== undefined && { lease: { holder: 'x', renewedAtMs: 0, expiresAtMs } }),
});
const storeOf = (...members: ReturnType<typeof member>[]) => ({ list: () => Promise.resolve(members) });

test('only schedulers with a valid lease are active, and one that can preheat runs jobs', async () => {
  const store = storeOf(member(1, 99), member(2, undefined), member(3, 101, ['schedule']), member(4, 101));
  const schedulers = createSchedulers({ store, now: () => 100 });
  expect((await schedulers.active()).map(({ address }) => address)).toEqual(['127.0.0.1:8003', '127.0.0.1:8004']);
  expect(await schedulers.forJob(1)).toMatchObject({ id: 4 });
  await expect(createSchedulers({ store: storeOf() }).forJob(1)).rejects.toMatchObject({ code: 'unavailable' });
});

test('a scheduler explains a peer it knows, and says notFound of others', async () => {
  const schedulers = createSchedulers({ store: storeOf() });
  const calls = schedulers.at(await startScheduler());
  expect(await calls.explain('known', { signal })).toMatchObject({ standing: { state: 'running' } });
  await expect(calls.explain('other', { signal })).rejects.toMatchObject({ code: 'notFound' });
  schedulers.close();
});

test('leaving a preheat ends it at the scheduler', async () => {
  let ended = 0;
  const schedulers = createSchedulers({ store: storeOf() });
  const calls = schedulers.at(await startScheduler(() => (ended += 1)));
  for await (const { step } of calls.preheat(jobs.PreheatRequest.fromPartial({}), { signal })) {
    expect(step?.$case).toBe('resolved');
    break;
  }
  await expect.poll(() => ended).toBe(1);
  schedulers.close();
});

test('at the limit an unused connection makes room; when all are in use one more is refused', async () => {
  const schedulers = createSchedulers({ store: storeOf(), pool: { limit: 1 } });
  const [one, two] = [await startScheduler(), await startScheduler()];
  await schedulers.at(one).explain('known', { signal });
  await schedulers.at(two).explain('known', { signal });
  const busy = schedulers.at(two).preheat(jobs.PreheatRequest.fromPartial({}), { signal });
  await busy.next();
  await expect(schedulers.at(one).explain('known', { signal })).rejects.toMatchObject({ code: 'exhausted' });
  await busy.return();
  schedulers.close();
  await expect(schedulers.at(one).explain('known', { signal })).rejects.toMatchObject({ code: 'cancelled' });
});
