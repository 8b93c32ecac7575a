import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { type AnnouncedPeer, announcedPeer } from '../testing/announced-peer.ts';
import { fakeSeed } from '../testing/fake-seed.ts';
import { type RunningScheduler, runningScheduler, taskOf } from '../testing/running-scheduler.ts';

const task = taskOf('1');

/** Schedulers of one cluster, as a manager would list them. */
async function cluster(size: number, settings: Record<string, string> = {}) {
  const addresses: string[] = [];
  const members: RunningScheduler[] = [];
  for (let n = 0; n < size; n += 1) {
    const member = await runningScheduler({ MANAGER_ADDRS: '["127.0.0.1:1"]', ...settings }, async () => addresses);
    addresses.push(member.address);
    members.push(member);
  }
  const everywhere = async (host: string, more = {}): Promise<AnnouncedPeer[]> =>
    Promise.all(members.map((member) => announcedPeer(member, host, task, more)));
  const close = async () => {
    for (const member of members) await member[Symbol.asyncDispose]();
  };
  return { members, addresses, everywhere, [Symbol.asyncDispose]: close };
}

const at = <T>(list: readonly T[], n: number): T => {
  const item = list[n];
  if (item === undefined) throw new Error(`there is no number ${n}`);
  return item;
};

/** Has the content from the source, as the first scheduler knows. */
async function download(peer: AnnouncedPeer): Promise<void> {
  peer.register();
  expect((await peer.next()).$case).toBe('needBackToSourceResponse');
  peer.backToSourceStarted();
  for (const number of [0, 1]) peer.piece(number);
  peer.send({ $case: 'downloadPeerBackToSourceFinishedRequest', value: {} });
  expect(await peer.status()).toMatchObject({ code: 0 });
}

test('a task asked at the wrong scheduler is looked up at its former owner: the source is left alone', async () => {
  await using ring = await cluster(3);
  const holder = await ring.everywhere('holder');
  const asker = await ring.everywhere('asker');
  await download(at(holder, 0));
  at(asker, 2).register();
  expect(await at(asker, 2).parents()).toEqual([at(holder, 0).id]);
});

test('a peer that is still fetching at the former owner is offered as well', async () => {
  await using ring = await cluster(2);
  const fetcher = await ring.everywhere('fetcher');
  const asker = await ring.everywhere('asker');
  at(fetcher, 1).register();
  await at(fetcher, 1).next();
  at(asker, 0).register();
  at(fetcher, 1).backToSourceStarted();
  expect(await at(asker, 0).parents()).toEqual([at(fetcher, 1).id]);
});

test.each([0, 1])('peers that come to both at the same time send one of them to the source (round %i)', async () => {
  await using ring = await cluster(2);
  const [here, there] = [await ring.everywhere('one'), await ring.everywhere('two')];
  const peers = [at(here, 0), at(there, 1)].map((peer) => {
    peer.register();
    return { peer, answer: peer.next() };
  });
  const sent = await Promise.race(peers.map((one) => one.answer.then(() => one)));
  expect((await sent.answer).$case).toBe('needBackToSourceResponse');
  sent.peer.backToSourceStarted();
  const [waiting] = peers.filter((one) => one !== sent);
  expect(await waiting?.answer).toMatchObject({ value: { candidateParents: [{ id: sent.peer.id }] } });
});

test('a seed that registers at another scheduler than the one that asked it is the one that fetches, for both', async () => {
  await using seed = await fakeSeed();
  await using ring = await cluster(2, { SCHEDULER_ORIGIN_SEED_TIMEOUT: '1s' });
  const asker = await ring.everywhere('asker');
  const sent = await ring.everywhere('s-seed', { type: 1, port: seed.port, downloadPort: seed.port });
  const asked = seed.next();
  at(asker, 0).register();
  await asked;
  at(sent, 1).register({ needBackToSource: true });
  expect((await at(sent, 1).next()).$case).toBe('needBackToSourceResponse');
  at(sent, 1).backToSourceStarted();
  expect(await at(asker, 0).parents()).toEqual([at(sent, 1).id]);
  expect(seed.asked).toHaveLength(1);
});

test('a neighbour that is gone or mute holds a peer up for a moment only', async () => {
  const mute = createServer(() => undefined).listen(0, '127.0.0.1');
  await new Promise((resolve) => mute.once('listening', resolve));
  const address = mute.address();
  await using ring = await cluster(1);
  ring.addresses.push('127.0.0.1:1', `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
  const peer = at(await ring.everywhere('asker'), 0);
  peer.register();
  expect((await peer.next()).$case).toBe('needBackToSourceResponse');
  mute.close();
});

test('with neighbours named in the configuration no manager is needed', async () => {
  await using owner = await runningScheduler();
  await using other = await runningScheduler({ NEIGHBOURS_ADDRS: JSON.stringify([owner.address]) });
  const holder = await announcedPeer(owner, 'holder', task);
  await announcedPeer(other, 'holder', task);
  await download(holder);
  const asker = await announcedPeer(other, 'asker', task);
  asker.register();
  expect(await asker.parents()).toEqual([holder.id]);
});
