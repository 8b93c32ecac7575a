import { silentLog } from '@damselfly/core/node';
import { clientTls, createClient, health, manager, serverTls, unaryCall } from '@damselfly/proto';
import { expect, test } from 'vitest';
import { testAuthority } from '../../../../../packages/proto/src/testing/certificates.ts';
// The scheduler's end, as in production.
import { startManagerLink } from '../../../../scheduler/src/manager/link.ts';
import { startFixture } from '../../testing/console-fixture.ts';
import { ConfigVersion } from '../domain/topology/config-version.ts';
import { createTopology } from '../domain/topology/topology.ts';
import { createLiveHub } from '../live/live.ts';
import { startManagerGrpc } from './serve.ts';

test('with join tokens and certificates only who has both joins, and nobody any more when the token is removed', async () => {
  await using authority = await testAuthority();
  await using strangers = await testAuthority('somebody else');
  const fixture = await startFixture();
  const { database, services } = fixture;
  const hub = createLiveHub();
  const topology = createTopology({ stores: database.topology, now: Date.now });
  const onChange = () => topology.changed();
  const version = new ConfigVersion({ source: database.topology, pollMs: 50, onChange, log: silentLog() });
  const shown = await serverTls(await authority.issue('manager'), 'grpc');
  const server = await startManagerGrpc({
    ...{ config: { ip: '127.0.0.1', port: 0 }, topology, version, hub, log: silentLog() },
    ...{ credentials: shown.credentials, checkJoin: services.joinTokens.check },
  });
  const scheduler = await clientTls(await authority.issue('scheduler'), 'manager');
  const stranger = await clientTls({ ...(await strangers.issue('x')), caCert: authority.caCert }, 'manager');
  const list = (token: string | undefined, { credentials } = scheduler) => {
    const client = createClient(manager.ManagerClient, { address: server.address, credentials, token });
    const request = manager.ListSchedulersRequest.fromPartial({ hostname: 'h', ip: '127.0.0.1' });
    return unaryCall(client.listSchedulers.bind(client), request, { timeoutMs: 5000 }).finally(() => client.close());
  };
  const stopping = new AbortController();
  try {
    const root = await fixture.viewer('root');
    const { id, secret, prefix } = await services.joinTokens.create(root, 'edge', null);
    expect(JSON.stringify(await database.client.joinToken.findMany())).not.toContain(secret);
    expect(secret.startsWith(prefix)).toBe(true);
    await expect(list(undefined)).rejects.toMatchObject({
      code: 'unauthenticated',
      message: expect.stringMatching(/join token/),
    });
    await expect(list('dfly_wrong')).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(list(secret, stranger)).rejects.toMatchObject({ code: 'unavailable' });
    expect((await list(secret)).schedulers).toEqual([]);
    const checks = createClient(health.HealthClient, { address: server.address, credentials: scheduler.credentials });
    await expect(unaryCall(checks.check.bind(checks), { service: '' })).resolves.toMatchObject({ status: 1 });
    checks.close();

    const link = await startManagerLink({
      addrs: [server.address],
      ...{ credentials: scheduler.credentials, joinToken: secret },
      self: {
        ...{ schedulerId: 's', hostname: 'sched', ip: '127.0.0.1', port: 8002, clusterId: 1 },
        ...{ idc: '', location: '', startedAtMs: Date.now() },
      },
      source: { snapshot: () => undefined, summary: () => undefined, summaries: () => [], hosts: () => [] },
      onDynamicConfig: () => undefined,
      ...{ keepAliveIntervalMs: 200, dynamicConfigIntervalMs: 1000, log: silentLog(), signal: stopping.signal },
    });
    await expect.poll(async () => (await list(secret)).schedulers.length).toBe(1);
    await services.joinTokens.remove(root, id);
    await expect(list(secret)).rejects.toMatchObject({ code: 'unauthenticated' });
    await link.close();
    const [own] = (await database.audit.page(root, {}, { limit: 1 })) ?? [];
    expect(own).toMatchObject({ action: 'delete', targetKind: 'JoinToken' });
  } finally {
    stopping.abort();
    for (const one of [shown, scheduler, stranger]) one.close();
    version.close();
    await server.close();
    hub.close();
    await fixture.close();
  }
});
