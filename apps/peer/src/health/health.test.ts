import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startTestPeer } from '../testing/peer.ts';

const look = async (at: string, path: string) => {
  const response = await fetch(`http://${at}${path}`);
  return { status: response.status, body: await response.text() };
};

test('a daemon without schedulers is healthy and ready, and says what it looked at', async () => {
  const peer = await startTestPeer('healthy');
  try {
    for (const path of ['/healthz', '/healthy'])
      expect(await look(peer.health, path)).toEqual({ status: 200, body: '' });
    const { status, body } = await look(peer.health, '/readyz');
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({
      ready: true,
      schedulers: 0,
      checks: { storage: 'ok', socket: 'ok', grpc: 'ok', pieces: 'ok', proxy: 'ok', serving: 'ok' },
    });
    expect((await look(peer.health, '/else')).status).toBe(404);
  } finally {
    await peer.stop();
  }
});

test.each([
  ['storage', async (dir: string) => rename(join(dir, 'store'), join(dir, 'store-away'))],
  ['socket', async (dir: string) => rm(join(dir, 's'))],
])('a daemon that lost its %s is alive, but not ready, and says why', async (what, lose) => {
  const peer = await startTestPeer('unwell');
  try {
    await lose(peer.dir);
    const { status, body } = await look(peer.health, '/readyz');
    expect(status).toBe(503);
    const { ready, checks } = JSON.parse(body) as { ready: boolean; checks: Record<string, string> };
    expect(ready).toBe(false);
    expect(checks[what]).toContain('ENOENT');
    expect((await look(peer.health, '/healthz')).status).toBe(200);
  } finally {
    await mkdir(join(peer.dir, 'store'), { recursive: true });
    await peer.stop();
  }
});
