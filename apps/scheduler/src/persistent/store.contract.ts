import { peerId } from '@damselfly/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyMove, taskMove } from './states.ts';
import type { ReplicaStore } from './store.ts';
import { copyRecord, hostRecord, taskRecord } from './testing/records.ts';

export interface StoreFixture extends AsyncDisposable {
  readonly store: ReplicaStore;
  /** Another store on the same data; absent where nobody can share. */
  readonly other?: ReplicaStore;
  /** How many records and index entries name this task. */
  remains(id: string): Promise<number>;
}

/** What every store has to do. */
export function storeContract(name: string, open: () => Promise<StoreFixture>): void {
  describe(`${name} store`, () => {
    let fixture: StoreFixture;
    let store: ReplicaStore;
    let unique = 0;
    const freshTask = (more: Parameters<typeof taskRecord>[1] = {}) => {
      unique += 1;
      return taskRecord(`task-${unique}`, more);
    };
    const begun = async (more: Parameters<typeof taskRecord>[1] = {}) => {
      const task = freshTask(more);
      const copy = copyRecord('a', 'host-a', { state: 'Uploading' });
      expect(await store.begin(task, copy, taskMove('upload'))).toBe('begun');
      return { task, copy };
    };
    beforeAll(async () => {
      fixture = await open();
      store = fixture.store;
    });
    afterAll(async () => {
      await fixture[Symbol.asyncDispose]();
    });

    test('a task and its first copy come back as they were stored', async () => {
      const { task, copy } = await begun({
        kind: 'persistentCache',
        tag: 't',
        application: 'ö',
        pieceLength: 4_194_304,
      });
      expect(await store.task(task)).toEqual(task);
      expect(await store.copies(task)).toEqual([copy]);
      expect(await store.copy(task, copy.peer)).toEqual(copy);
      expect(await store.tasks('persistentCache')).toContainEqual({ kind: 'persistentCache', id: task.id });
    });

    test('the two kinds do not see each other, though ids be equal', async () => {
      const { task } = await begun();
      expect(await store.task({ kind: 'persistentCache', id: task.id })).toBeUndefined();
      expect((await store.tasks('persistentCache')).map(({ id }) => id)).not.toContain(task.id);
    });

    test('a task cannot be begun twice, but again after it failed, with what is wanted then', async () => {
      const { task } = await begun();
      const second = copyRecord('b', 'host-b', { state: 'Uploading' });
      expect(await store.begin(task, second, taskMove('upload'))).toBe('taskExists');
      expect(await store.moveTask(task, taskMove('fail'), 1)).toBe('moved');
      expect(await store.begin(task, copyRecord('a', 'host-a'), taskMove('upload'))).toBe('copyExists');
      expect(await store.begin({ ...task, wantedReplicas: 5 }, second, taskMove('upload'))).toBe('begun');
      expect(await store.task(task)).toMatchObject({ state: 'Uploading', wantedReplicas: 5 });
      expect((await store.copies(task)).map(({ peer }) => peer).sort()).toEqual(['a', 'b']);
    });

    test('of many that begin the same task at once, one does', async () => {
      const task = freshTask();
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, (_, n) => store.begin(task, copyRecord(`p${n}`, `h${n}`), taskMove('upload'))),
      );
      expect(outcomes.filter((outcome) => outcome === 'begun')).toHaveLength(1);
      expect(await store.copies(task)).toHaveLength(1);
    });

    test('states move from where they may, and say when they do not', async () => {
      const { task, copy } = await begun();
      expect(await store.moveCopy(task, copy.peer, copyMove('start'), 5)).toBe('refused');
      expect(await store.moveCopy(task, copy.peer, copyMove('succeed'), 5, { costMs: 77 })).toBe('moved');
      expect(await store.copy(task, copy.peer)).toMatchObject({ state: 'Succeeded', costMs: 77, updatedAtMs: 5 });
      expect(await store.moveTask(task, taskMove('succeed'), 6)).toBe('moved');
      expect(await store.moveTask(task, taskMove('succeed'), 6)).toBe('refused');
      expect(await store.moveTask(freshTask(), taskMove('succeed'), 6)).toBe('missing');
      expect(await store.moveCopy(task, peerId('nobody'), copyMove('fail'), 6)).toBe('missing');
    });

    test('other copies than before can be wanted, of a task that is there', async () => {
      const { task } = await begun();
      expect(await store.wantReplicas(task, 7, 9)).toBe('moved');
      expect(await store.task(task)).toEqual({ ...task, wantedReplicas: 7, updatedAtMs: 9 });
      expect(await store.wantReplicas(freshTask(), 7, 9)).toBe('missing');
    });

    test('copies are added, pinned and deleted; none without a task', async () => {
      const { task } = await begun();
      const loose = copyRecord('b', 'host-b', { pinned: false });
      expect(await store.putCopy(task, loose)).toBe(true);
      expect(await store.pinCopy(task, loose.peer, 9)).toBe('moved');
      expect(await store.copy(task, loose.peer)).toEqual({ ...loose, pinned: true, updatedAtMs: 9 });
      expect(await store.deleteCopy(task, loose.peer)).toMatchObject({ peer: 'b', host: 'host-b' });
      expect(await store.deleteCopy(task, loose.peer)).toBeUndefined();
      expect(await store.pinCopy(task, loose.peer, 9)).toBe('missing');
      expect(await store.copies(task)).toHaveLength(1);
      expect(await store.putCopy(freshTask(), loose)).toBe(false);
    });

    test('hosts are known until their time is over', async () => {
      const host = hostRecord('h-1', { leaving: true, disableShared: true, idc: 'münchen' });
      await store.putHost(host);
      await store.putHost(hostRecord('h-2', { expiresAtMs: Date.now() + 60 }));
      expect(await store.host(host.id)).toEqual(host);
      await expect.poll(async () => (await store.hosts()).map(({ id }) => id)).toEqual(['h-1']);
    });

    test('a deleted task says which copies there were and leaves nothing', async () => {
      const { task } = await begun();
      expect(await store.putCopy(task, copyRecord('b', 'host-b', { pinned: false }))).toBe(true);
      await store.lease(task, 'me', 60_000);
      expect((await store.deleteTask(task))?.map(({ host }) => host).sort()).toEqual(['host-a', 'host-b']);
      expect(await store.deleteTask(task)).toBeUndefined();
      expect(await store.copies(task)).toEqual([]);
      expect(await store.tasks('persistent')).not.toContainEqual({ kind: 'persistent', id: task.id });
      expect(await fixture.remains(task.id)).toBe(0);
    });

    test('a task whose time is over is gone with its copies, and takes no more', async () => {
      const { task, copy } = await begun({ ttlMs: 80 });
      await store.putCopy(task, copyRecord('b', 'host-b'));
      await store.pinCopy(task, copy.peer, 1);
      await expect.poll(() => store.task(task)).toBeUndefined();
      expect(await store.copies(task)).toEqual([]);
      expect(await store.copy(task, copy.peer)).toBeUndefined();
      expect(await store.putCopy(task, copyRecord('c', 'host-c'))).toBe(false);
      expect(await store.moveTask(task, taskMove('succeed'), 6)).toBe('missing');
      expect((await store.tasks('persistent')).map(({ id }) => id)).not.toContain(task.id);
      await expect.poll(() => fixture.remains(task.id)).toBe(0);
    });

    test('the keeper of a task is one at a time', async () => {
      const { other } = fixture;
      if (other === undefined) return;
      const { task } = await begun();
      expect(await store.lease(task, 'me', 60_000)).toBe(true);
      expect(await store.lease(task, 'me', 60_000)).toBe(true);
      expect(await other.lease(task, 'you', 60_000)).toBe(false);
      await other.release(task, 'you');
      expect(await other.lease(task, 'you', 60_000)).toBe(false);
      await store.release(task, 'me');
      expect(await other.lease(task, 'you', 60)).toBe(true);
      await expect.poll(() => store.lease(task, 'me', 60_000)).toBe(true);
    });

    test('what one scheduler stores the others read', async () => {
      const { other } = fixture;
      if (other === undefined) return;
      const { task, copy } = await begun();
      expect(await other.task(task)).toEqual(task);
      await other.moveCopy(task, copy.peer, copyMove('succeed'), 3);
      expect(await store.copy(task, copy.peer)).toMatchObject({ state: 'Succeeded' });
    });
  });
}
