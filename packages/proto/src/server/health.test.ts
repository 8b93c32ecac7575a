import { expect, test } from 'vitest';
import { serverStreamCall, unaryCall } from '../client/call.ts';
import { HealthClient, HealthCheckResponse_ServingStatus as ServingStatus } from '../gen/grpc/health/v1/health.ts';
import { loopback } from '../testing/loopback.ts';
import { Health } from './health.ts';

test('the server as a whole serves from the start; an unknown service is not found', async () => {
  const health = new Health();
  await using host = await loopback((adapt) => [health.binding(adapt)]);
  const client = host.client(HealthClient);
  const check = (service: string) => unaryCall(client.check.bind(client), { service });
  expect((await check('')).status).toBe(ServingStatus.SERVING);
  await expect(check('nobody')).rejects.toMatchObject({ code: 'notFound' });
  health.set('scheduler.v2.Scheduler', false);
  expect((await check('scheduler.v2.Scheduler')).status).toBe(ServingStatus.NOT_SERVING);
});

test('a watcher hears the status at once, then changes only, of services unknown until then', async () => {
  const health = new Health();
  await using host = await loopback((adapt) => [health.binding(adapt)]);
  const client = host.client(HealthClient);
  const heard = serverStreamCall(client.watch.bind(client), { service: 'late' });
  const next = async () => (await heard.next()).value?.status;
  expect(await next()).toBe(ServingStatus.SERVICE_UNKNOWN);
  health.set('other', true);
  await new Promise((resolve) => setTimeout(resolve, 20));
  health.set('late', true);
  expect(await next()).toBe(ServingStatus.SERVING);
  health.stop();
  expect(await next()).toBe(ServingStatus.NOT_SERVING);
  await heard.return();
  expect(host.internalErrors).toEqual([]);
});
