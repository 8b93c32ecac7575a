import { expect, test } from 'vitest';
import { bidiCall, unaryCall } from '../client/call.ts';
import { TopologyServiceClient } from '../gen/damselfly/topology/v1/topology.ts';
import { HealthClient } from '../gen/grpc/health/v1/health.ts';
import { loopback } from '../testing/loopback.ts';
import { shapes, watch } from '../testing/services.ts';
import { Health } from './health.ts';
import { rateLimited, tokenBucket } from './rate-limit.ts';

test('a bucket gives its burst, then as many a second as it gains, and never saves up more than the burst', () => {
  let nowMs = 0;
  const take = tokenBucket({ perSecond: 10, burst: 2, now: () => nowMs });
  expect([take(), take(), take()]).toEqual([true, true, false]);
  nowMs += 100;
  expect([take(), take()]).toEqual([true, false]);
  nowMs += 60_000;
  expect([take(), take(), take()]).toEqual([true, true, false]);
});

test('a new stream above the limit is refused before its handler runs', async () => {
  let runs = 0;
  const handler = shapes.bidi(async function* () {
    runs += 1;
    yield watch('t');
  });
  await using host = await loopback(handler, { interceptors: [rateLimited({ perSecond: 1, now: () => 0 })] });
  const client = host.client(TopologyServiceClient);
  const call = async () => {
    const answers = [];
    for await (const answer of bidiCall(client.publish.bind(client), never())) answers.push(answer);
    return answers.length;
  };
  expect(await call()).toBe(1);
  await expect(call()).rejects.toMatchObject({ code: 'exhausted' });
  expect(runs).toBe(1);
});

test('a unary call above the limit is refused, but health checks are not unless told so', async () => {
  const none = { perSecond: 0, now: () => 0 };
  const services = (adapt: Parameters<Health['binding']>[0]) => [new Health().binding(adapt)];
  await using lenient = await loopback(services, { interceptors: [rateLimited(none)] });
  await using strict = await loopback(services, { interceptors: [rateLimited({ ...none, exempt: () => false })] });
  const [asked, refused] = [lenient.client(HealthClient), strict.client(HealthClient)];
  await unaryCall(asked.check.bind(asked), { service: '' });
  const call = unaryCall(refused.check.bind(refused), { service: '' });
  await expect(call).rejects.toMatchObject({ code: 'exhausted' });
});

async function* never(): AsyncGenerator<never> {
  await new Promise(() => undefined);
}
