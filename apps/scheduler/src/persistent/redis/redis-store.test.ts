import { Cluster, Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { persistentConfig } from '../config.ts';
import { taskMove } from '../states.ts';
import { type StoreFixture, storeContract } from '../store.contract.ts';
import { copyRecord, taskRecord } from '../testing/records.ts';
import { redisIsHere, redisServer } from '../testing/redis-server.ts';
import { connectRedis } from './connect.ts';
import { Keys } from './keys.ts';
import { RedisStore } from './redis-store.ts';

const settings = { addrs: [] as string[], db: 0 };

async function fixture(cluster: boolean): Promise<StoreFixture> {
  const server = await redisServer({ cluster });
  const connect = () => {
    const [host = '', port] = server.address.split(':');
    return cluster ? new Cluster([{ host, port: Number(port) }]) : new Redis({ host, port: Number(port) });
  };
  const [store, other] = [new RedisStore(connect(), new Keys(7)), new RedisStore(connect(), new Keys(7))];
  return {
    store,
    other,
    remains: async (id) => {
      const keys = await server.client.keys(`*{${id}}*`);
      const index = await server.client.zscore('scheduler:scheduler-clusters:7:persistent-tasks', id);
      return keys.length + (index === null ? 0 : 1);
    },
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await other.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

describe.skipIf(!redisIsHere)('Redis', () => {
  storeContract('Redis', () => fixture(false));
  storeContract('Redis Cluster', () => fixture(true));

  test("keys carry Dragonfly's names, and one task has one hash tag", async () => {
    await using server = await redisServer();
    const store = new RedisStore(
      await connectRedis({ ...settings, addrs: [server.address] }, () => undefined),
      new Keys(3),
    );
    await store.begin(taskRecord('t', { kind: 'persistentCache' }), copyRecord('p', 'h'), taskMove('upload'));
    await store.begin(taskRecord('t'), copyRecord('p', 'h'), taskMove('upload'));
    const prefix = 'scheduler:scheduler-clusters:3:';
    expect((await server.client.keys('*')).sort()).toEqual(
      [
        'persistent-cache-peers-for-persistent-cache-task:{t}:p',
        'persistent-cache-tasks',
        'persistent-cache-tasks:{t}',
        'persistent-cache-tasks:{t}:persistent-cache-peers-for-persistent-cache-task',
        'persistent-cache-tasks:{t}:persistent-peers-for-persistent-cache-task',
        'persistent-peers-for-persistent-task:{t}:p',
        'persistent-tasks',
        'persistent-tasks:{t}',
        'persistent-tasks:{t}:peers-for-persistent-task',
        'persistent-tasks:{t}:persistent-peers-for-persistent-task',
      ]
        .map((key) => prefix + key)
        .sort(),
    );
    await store.close();
  });

  test('a server that is gone makes calls fail as unavailable instead of hanging', async () => {
    const server = await redisServer();
    const store = new RedisStore(
      await connectRedis({ ...settings, addrs: [server.address] }, () => undefined),
      new Keys(1),
    );
    await server[Symbol.asyncDispose]();
    await expect(store.hosts()).rejects.toMatchObject({ code: 'unavailable' });
    await store.close();
  });
});

test.each(['nohost', ':6379', 'h:0', 'h:x'])('an address such as %s is refused', async (address) => {
  await expect(connectRedis({ ...settings, addrs: [address] }, () => undefined)).rejects.toMatchObject({
    code: 'invalid',
  });
  expect(persistentConfig.parse({}).limit).toBeGreaterThan(0);
});
