import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { copyMove, taskMove } from '../states.ts';
import { storeContract } from '../store.contract.ts';
import { copyRecord, hostRecord, taskRecord } from '../testing/records.ts';
import { FileStore } from './file-store.ts';

const freshDir = () => mkdtemp(join(tmpdir(), 'damselfly-store-'));

storeContract('file', async () => {
  const dir = await freshDir();
  const store = await FileStore.open({ dir, limit: 1000 });
  return {
    store,
    remains: async (id) => {
      const tasks = [...(await store.tasks('persistent')), ...(await store.tasks('persistentCache'))];
      return tasks.filter((task) => task.id === id).length;
    },
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await rm(dir, { recursive: true });
    },
  };
});

describe('the folder', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await freshDir();
  });
  afterEach(async () => {
    await rm(dir, { recursive: true });
  });
  const open = () => FileStore.open({ dir, limit: 1000 });
  const journal = async () => join(dir, (await readdir(dir)).find((name) => name.startsWith('journal-')) ?? '');
  /** As after a kill: nothing is written any more, the lock is a dead process's. */
  const abandon = async (store: FileStore) => {
    const kept = await Promise.all(
      [journal(), join(dir, 'snapshot.jsonl')].map(async (p) => [await p, await readFile(await p)] as const),
    );
    await store.close();
    for (const [path, bytes] of kept) await writeFile(path, bytes);
  };

  test('what was acknowledged is there after a restart, twice', async () => {
    const task = taskRecord('t');
    const first = await open();
    await first.putHost(hostRecord('h'));
    await first.begin(task, copyRecord('a', 'h', { state: 'Uploading' }), taskMove('upload'));
    await first.putCopy(task, copyRecord('b', 'i'));
    await first.moveCopy(task, copyRecord('a', 'h').peer, copyMove('succeed'), 4);
    await first.deleteCopy(task, copyRecord('b', 'i').peer);
    await abandon(first);
    for (let round = 0; round < 2; round += 1) {
      const again = await open();
      expect(await again.task(task)).toEqual(task);
      expect(await again.copies(task)).toMatchObject([{ peer: 'a', state: 'Succeeded' }]);
      expect(await again.hosts()).toHaveLength(1);
      await again.close();
    }
  });

  test.each([
    ['half a line', '12ab {"is":"taskGone","kind":"persis'],
    ['a line with a wrong sum', '12ab {"is":"taskGone","kind":"persistent","id":"t"}\n'],
  ])('%s at the end of the journal never happened, and what follows it is found later', async (_, tail) => {
    const task = taskRecord('t');
    const first = await open();
    await first.begin(task, copyRecord('a', 'h'), taskMove('upload'));
    await abandon(first);
    await appendFile(await journal(), tail);
    const again = await open();
    expect(await again.task(task)).toEqual(task);
    await again.putCopy(task, copyRecord('b', 'i'));
    await abandon(again);
    const third = await open();
    expect(await third.copies(task)).toHaveLength(2);
    await third.close();
  });

  test('the journal of an older snapshot is not read, and a snapshot half written is not either', async () => {
    const first = await open();
    await first.begin(taskRecord('t'), copyRecord('a', 'h'), taskMove('upload'));
    const old = await readFile(await journal());
    const name = await journal();
    await first.deleteTask(taskRecord('t'));
    await first.close();
    await (await open()).close();
    await writeFile(name, old);
    await writeFile(join(dir, 'snapshot.jsonl.tmp'), 'half');
    const again = await open();
    expect(await again.tasks('persistent')).toEqual([]);
    await again.close();
    expect((await readdir(dir)).sort()).toEqual([expect.stringMatching(/^journal-\d+\.jsonl$/), 'snapshot.jsonl']);
  });

  test('the journal is replaced by a snapshot before it grows without bound', async () => {
    const store = await open();
    for (let n = 0; n < 12; n += 1) {
      await Promise.all(Array.from({ length: 1000 }, () => store.putHost(hostRecord('h'))));
    }
    await store.putHost(hostRecord('h', { idc: 'last' }));
    const lines = (await readFile(await journal(), 'utf8')).split('\n').length;
    expect(lines).toBeLessThan(11_000);
    await abandon(store);
    const again = await open();
    expect(await again.hosts()).toMatchObject([{ idc: 'last' }]);
    await again.close();
  });

  test('a second process is refused, with the remedy', async () => {
    const store = await open();
    await expect(open()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('persistent.dir'),
    });
    await store.close();
  });

  test('a lock left behind by a dead process is taken over', async () => {
    await writeFile(join(dir, 'lock'), '999999 1');
    await (await open()).close();
  });

  test('more records than the limit are refused', async () => {
    const store = await FileStore.open({ dir, limit: 2 });
    await store.begin(taskRecord('t'), copyRecord('a', 'h'), taskMove('upload'));
    await expect(store.putHost(hostRecord('h'))).rejects.toMatchObject({ code: 'exhausted' });
    await store.close();
  });
});
