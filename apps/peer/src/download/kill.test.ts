import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common, createClient, dfdaemon, serverStreamCall, unaryCall, unixAddress } from '@damselfly/proto';
import { expect, test } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { fetchFile } from '../testing/fetch.ts';
import { sampleBytes, startOrigin } from '../testing/origin.ts';
import { startTestPeer } from '../testing/peer.ts';
import { type PeerProcess, startPeerProcess } from '../testing/peer-process.ts';
import { askPlainly } from '../testing/plain-wire.ts';
import { parents, startScriptedScheduler, toSource } from '../testing/scripted-scheduler.ts';

/** Every round starts a process; the slow set has 100. */
const rounds = Number(process.env.DAMSELFLY_KILLS ?? 4);
const MiB = 2 ** 20;
const pieceLength = 4 * MiB;
const content = sampleBytes(9 * pieceLength + 12_345);
const pieceCount = 10;

/** What the daemon told its caller is there, by task. */
type Promised = Map<string, Set<number>>;

test(`a daemon killed at ${rounds} moments of its downloads keeps what it told of, and serves no wrong byte`, async () => {
  const dir = await mkdtemp(join(tmpdir(), 'damselfly-kill-'));
  const origin = await startOrigin(content);
  let fromPeers = false;
  const scheduler = await startScriptedScheduler((_peer, others) => {
    const holders = others.filter(({ host }) => host?.hostname === 'parent');
    return fromPeers && holders.length > 0 ? parents(holders.slice(0, 1)) : toSource;
  });
  const addrs = { scheduler: { addrs: [scheduler.address] } };
  // Slow enough to be killed in the middle.
  const parent = await startTestPeer('parent', { ...addrs, upload: { bandwidthLimit: '150MB' } });
  await eventually(() =>
    expect([...scheduler.hosts.values()].some(({ hostname }) => hostname === 'parent')).toBe(true),
  );
  const promised: Promised = new Map();
  let served = 0;
  let victim: PeerProcess | undefined;
  try {
    for (let round = 0; round <= rounds; round += 1) {
      victim = await startPeerProcess(dir, addrs);
      served += await check(victim, promised, `round ${round}`);
      if (round === rounds) break;
      const tag = `tag-${Math.floor(round / 3)}`;
      fromPeers = round % 2 === 0;
      if (fromPeers) await fetchFile(parent, origin.url, { tag });
      const moment = { pieces: Math.floor(Math.random() * (pieceCount + 1)), delayMs: Math.random() * 40 };
      await downloadUntilKilled(victim, { url: origin.url, tag }, moment, promised);
    }
    expect(served).toBeGreaterThan(rounds);
  } finally {
    await victim?.kill();
    await parent.stop();
    await scheduler.kill();
    await origin.close();
    await rm(dir, { recursive: true, force: true });
  }
}, 3_600_000);

async function downloadUntilKilled(
  victim: PeerProcess,
  { url, tag }: { url: string; tag: string },
  moment: { pieces: number; delayMs: number },
  promised: Promised,
): Promise<void> {
  const client = createClient(dfdaemon.DfdaemonDownloadClient, { address: unixAddress(victim.socket) });
  let seen = 0;
  let killing: Promise<void> | undefined;
  const killSoon = () => {
    killing ??= new Promise<void>((resolve) => {
      setTimeout(() => resolve(victim.kill()), moment.delayMs);
    });
  };
  try {
    const download = common.Download.fromPartial({ url, tag });
    for await (const { taskId, response } of serverStreamCall(client.downloadTask.bind(client), { download })) {
      if (response?.$case === 'downloadPieceFinishedResponse' && response.value.piece !== undefined) {
        promised.set(taskId, (promised.get(taskId) ?? new Set()).add(response.value.piece.number));
        seen += 1;
      }
      if (seen >= moment.pieces) killSoon();
    }
  } catch {
    // The daemon is gone: that is the point.
  } finally {
    killSoon();
    await killing;
    client.close();
  }
}

/** Everything told of is there; whatever is there has the right bytes; a task is finished when, and only when, it is whole. */
async function check(victim: PeerProcess, promised: Promised, where: string): Promise<number> {
  const client = createClient(dfdaemon.DfdaemonDownloadClient, { address: unixAddress(victim.socket) });
  let served = 0;
  try {
    const { tasks } = await unaryCall(client.listLocalTasks.bind(client), {});
    const known = new Map(tasks.map((task) => [task.taskId, task]));
    for (const taskId of new Set([...promised.keys(), ...known.keys()])) {
      const there = new Set<number>();
      for (let number = 0; number < pieceCount; number += 1) {
        const answer = await askPlainly(victim.piecePort, taskId, number);
        if (answer.is !== 'piece') continue;
        const truth = content.subarray(number * pieceLength, (number + 1) * pieceLength);
        expect(truth.equals(answer.piece.content), `${where}: piece ${number}`).toBe(true);
        there.add(number);
        served += 1;
      }
      const lost = [...(promised.get(taskId) ?? [])].filter((number) => !there.has(number));
      expect(lost, `${where}: pieces told of and lost`).toEqual([]);
      if (known.get(taskId)?.finishedAt === undefined) continue;
      expect(there.size, where).toBe(pieceCount);
      // It has shown what it should: the next rounds need not look at it again.
      await unaryCall(client.deleteLocalTask.bind(client), { taskId });
      promised.delete(taskId);
    }
  } finally {
    client.close();
  }
  return served;
}
