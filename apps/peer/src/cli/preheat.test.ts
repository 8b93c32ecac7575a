import { handlers, hostAndPort, scheduler, serve } from '@damselfly/proto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runTool } from '../testing/run-tool.ts';

const asked: (scheduler.PreheatFileRequest | scheduler.PreheatImageRequest)[] = [];
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  const adapt = handlers({ onInternalError: () => undefined });
  const note = adapt.unary(async (request: scheduler.PreheatFileRequest | scheduler.PreheatImageRequest) => {
    asked.push(request);
    return {};
  });
  const implementation = { preheatFile: note, preheatImage: note };
  server = await serve({
    listen: { host: '127.0.0.1', port: 0 },
    services: [{ definition: scheduler.SchedulerService, implementation }],
  });
});
afterAll(() => server.close(0));
beforeEach(() => {
  asked.length = 0;
});

const preheat = (...args: string[]) =>
  runTool('dfctl', [
    'task',
    'preheat',
    ...args,
    '--scheduler-endpoint',
    hostAndPort('127.0.0.1', server.port),
    '--json',
  ]);

test('an object is preheated with what reaches its store, a file of the web without keys', async () => {
  const keys = ['--storage-region', 'r', '--storage-access-key-secret', 's', '--hdfs-delegation-token', 't'];
  expect(await preheat('s3://bucket/key', ...keys)).toMatchObject({ exitCode: 0, stderr: '' });
  expect(asked.pop()).toMatchObject({ url: 's3://bucket/key', objectStorage: { region: 'r', accessKeySecret: 's' } });
  expect(await preheat('http://a.test/b', ...keys)).toMatchObject({ exitCode: 0 });
  expect(asked.pop()).toMatchObject({ url: 'http://a.test/b', objectStorage: undefined, hdfs: undefined });
  expect(await preheat('hdfs://a.test/b', ...keys)).toMatchObject({ exitCode: 0 });
  expect(asked.pop()).toMatchObject({ objectStorage: undefined, hdfs: { delegationToken: 't' } });
});

test('an image is preheated by its manifest, with who asks and for what', async () => {
  const flags = ['--platform', 'linux/arm64', '--username', 'u', '--password', 'p', '--count', '3', '--ip', '10.0.0.1'];
  expect(await preheat('oci://registry.test/team/app:v1', ...flags)).toMatchObject({ exitCode: 0 });
  expect(asked.pop()).toMatchObject({
    url: 'https://registry.test/v2/team/app/manifests/v1',
    ...{ platform: 'linux/arm64', username: 'u', password: 'p', count: 3, ips: ['10.0.0.1'], scope: 'all_seed_peers' },
  });
  const wrong = await preheat('oci://registry.test');
  expect(wrong.exitCode).toBe(1);
  expect(JSON.parse(wrong.stdout.toString())).toMatchObject({ event: 'failed', code: 'invalid' });
});
