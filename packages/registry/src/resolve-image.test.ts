import { expect, test } from 'vitest';
import { parseManifestUrl } from './image-reference.ts';
import { openRegistry } from './registry.ts';
import { resolveImage, type WantedImage } from './resolve-image.ts';
import { descriptor, digestOf, type LocalRegistry, localRegistry } from './testing/local-registry.ts';

const local = { allowLoopback: true, allowPrivate: true };
const [config, one, two] = ['config', 'one', 'two'].map(digestOf);
const image = (more: object = {}) => ({
  schemaVersion: 2,
  config: descriptor(config ?? ''),
  layers: [descriptor(one ?? ''), descriptor(two ?? ''), descriptor(one ?? '')],
  ...more,
});

async function resolved(
  { origin }: Pick<LocalRegistry, 'origin'>,
  wanted: Partial<WantedImage> = {},
  { addresses = local, signal = new AbortController().signal } = {},
) {
  const registry = openRegistry({ addresses, idleTimeoutMs: 5_000 });
  try {
    const reference = parseManifestUrl(`${origin}/v2/team/app/manifests/v1`);
    return await resolveImage(registry, { image: reference, ...wanted }, signal);
  } finally {
    await registry.close();
  }
}

test('config and layers come as blob URLs, each digest once', async () => {
  await using registry = await localRegistry();
  registry.putManifest('v1', image());
  const { blobs, header } = await resolved(registry);
  expect(blobs.map(({ url }) => url)).toEqual(
    [config, one, two].map((d) => `${registry.origin}/v2/team/app/blobs/${d}`),
  );
  expect(header).toEqual({});
});

test('a bearer challenge is answered with a token of the named service, which then fetches the blobs', async () => {
  await using registry = await localRegistry({ auth: 'bearer' });
  registry.putManifest('v1', image());
  const { header } = await resolved(registry, { user: { username: 'user', password: 'secret' } });
  expect(header).toEqual({ Authorization: 'Bearer issued' });
  expect(registry.seen.map(({ path }) => path)).toEqual([
    '/v2/team/app/manifests/v1',
    '/token?service=reg&scope=repository%3Ateam%2Fapp%3Apull',
    '/v2/team/app/manifests/v1',
  ]);
});

test('a wrong password is unauthenticated and does not show it', async () => {
  await using registry = await localRegistry({ auth: 'bearer' });
  const failed = resolved(registry, { user: { username: 'user', password: 'hunter2' } });
  await expect(failed).rejects.toMatchObject({
    code: 'unauthenticated',
    message: expect.not.stringContaining('hunter2'),
  });
});

test('a basic challenge is answered with the user', async () => {
  await using registry = await localRegistry({ auth: 'basic' });
  registry.putManifest('v1', image());
  expect((await resolved(registry, { user: { username: 'user', password: 'secret' } })).blobs).toHaveLength(3);
  await expect(resolved(registry)).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('an Authorization header replaces the login', async () => {
  await using registry = await localRegistry({ auth: 'bearer' });
  registry.putManifest('v1', image());
  await resolved(registry, { header: { authorization: 'Bearer issued' } });
  await expect(resolved(registry, { header: { authorization: 'Bearer old' } })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
  expect(registry.seen.every(({ path }) => !path.startsWith('/token'))).toBe(true);
});

test('of an index the wanted platform is read, linux/amd64 unless said otherwise', async () => {
  await using registry = await localRegistry();
  const amd = registry.putManifest('amd', image({ layers: [descriptor(one ?? '')] }));
  const arm = registry.putManifest('arm', image({ layers: [descriptor(two ?? '')] }));
  const nested = registry.putManifest('nested', {
    manifests: [
      { digest: arm, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
      { digest: amd, platform: { os: 'linux', architecture: 'amd64' } },
    ],
  });
  registry.putManifest('v1', { manifests: [{ digest: nested }] });
  expect((await resolved(registry)).blobs[1]?.digest).toBe(one);
  expect((await resolved(registry, { platform: 'linux/arm64' })).blobs[1]?.digest).toBe(two);
  await expect(resolved(registry, { platform: 'windows/amd64' })).rejects.toMatchObject({
    code: 'notFound',
    message: expect.stringContaining('linux/arm64/v8, linux/amd64'),
  });
});

test('indexes nested without end are given up', async () => {
  await using registry = await localRegistry();
  let digest = registry.putManifest('deep', image());
  for (let depth = 0; depth < 5; depth += 1) digest = registry.putManifest('v1', { manifests: [{ digest }] });
  await expect(resolved(registry)).rejects.toMatchObject({ code: 'origin' });
});

test('a manifest that is not what its digest says is corrupt', async () => {
  await using registry = await localRegistry();
  registry.putManifest(digestOf('something else'), image());
  registry.putManifest('v1', { manifests: [{ digest: digestOf('something else') }] });
  await expect(resolved(registry)).rejects.toMatchObject({ code: 'corrupt' });
});

test('a manifest without end is cut', async () => {
  const flood = Buffer.alloc(1024 * 1024, 32);
  await using registry = await localRegistry({
    answer: (_, response) => {
      for (let n = 0; n < 6; n += 1) response.write(flood);
      return true;
    },
  });
  await expect(resolved(registry)).rejects.toMatchObject({
    code: 'origin',
    message: expect.stringContaining('4194304'),
  });
});

test('a redirect to another host is followed without the credentials', async () => {
  await using other = await localRegistry();
  other.putManifest('v1', image());
  await using registry = await localRegistry({
    answer: ({ url }, response) => {
      response.writeHead(307, { location: `${other.origin}${url}` }).end();
      return true;
    },
  });
  await resolved(registry, { header: { authorization: 'Bearer mine', 'x-kept': '1' } });
  expect(registry.seen[0]?.authorization).toBe('Bearer mine');
  expect(other.seen[0]?.authorization).toBeUndefined();
});

test('loopback is not asked unless allowed, neither by address nor by name nor behind a redirect', async () => {
  await using registry = await localRegistry();
  const strict = { addresses: { allowLoopback: false, allowPrivate: true } };
  await expect(resolved(registry, {}, strict)).rejects.toMatchObject({ code: 'forbidden' });
  const byName = { origin: registry.origin.replace('127.0.0.1', 'localhost') };
  await expect(resolved(byName, {}, strict)).rejects.toMatchObject({ code: 'forbidden' });
  expect(registry.seen).toEqual([]);
  await using redirecting = await localRegistry({
    answer: (_, response) => {
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end();
      return true;
    },
  });
  await expect(resolved(redirecting)).rejects.toMatchObject({ code: 'forbidden' });
});

test.each([
  [404, 'notFound'],
  [403, 'forbidden'],
  [429, 'exhausted'],
  [503, 'unavailable'],
  [418, 'origin'],
])('a %i is %s', async (status, code) => {
  await using registry = await localRegistry({
    answer: (_, response) => response.writeHead(status).end() !== undefined,
  });
  await expect(resolved(registry)).rejects.toMatchObject({ code });
});

test('a registry that stays silent is left when the caller gives up', async () => {
  const gaveUp = new AbortController();
  await using registry = await localRegistry({
    answer: () => {
      gaveUp.abort();
      return true;
    },
  });
  await expect(resolved(registry, {}, { signal: gaveUp.signal, addresses: local })).rejects.toMatchObject({
    code: 'cancelled',
  });
});

test('nobody listening is unavailable; an unreadable certificate is invalid', async () => {
  const registry = await localRegistry();
  await registry[Symbol.asyncDispose]();
  await expect(resolved(registry)).rejects.toMatchObject({ code: 'unavailable' });
  expect(() => openRegistry({ addresses: local, certificateChain: [Buffer.from('no')] })).toThrow(
    expect.objectContaining({ code: 'invalid' }),
  );
});
