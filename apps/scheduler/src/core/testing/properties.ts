import fc from 'fast-check';
import { newCluster } from '../cluster.ts';
import { loadOf } from '../dag.ts';
import type { Effect } from '../effect.ts';
import { covers, type Peer } from '../peer.ts';
import { uploadLimitOf } from '../policy.ts';
import { step } from '../step.ts';
import { type Happening, happen, trace } from './behaviour.ts';
import { brokenRules, expectedGraph, reachesData } from './invariants.ts';
import { World } from './world.ts';

// What must hold whatever happens, in whatever order. Free of the test runner, so that a core with a planted bug can be
// held against it too.

const tight = {
  candidateParentLimit: 2,
  peerUploadLimit: 2,
  seedUploadLimit: 3,
  filterParentLimit: 10,
  neighbourLookupMs: 500,
};

/** Says what is wrong; an empty list when nothing is. */
type Check = (happenings: readonly Happening[]) => string[];

/** What is wrong with an offer, at the moment it is made. */
function wrongOffers(world: World, effects: readonly Effect[]): string[] {
  return effects.flatMap((effect) => {
    if (effect.kind !== 'offerParents') return [];
    const child = world.cluster.peers.get(effect.peer);
    if (child === undefined) return [`${effect.peer} is gone`];
    const parents = effect.parents.map((id) => world.cluster.peers.get(id));
    const wrong = parents.flatMap((parent) => {
      if (parent === undefined) return ['it is gone'];
      const faults: [boolean, string][] = [
        [parent === child, 'it is the peer itself'],
        [parent.host === child.host, 'it is on the same host'],
        [parent.host.profile.disableShared, 'its host does not share'],
        [parent.phase === 'failed' || parent.phase === 'pending', `it is ${parent.phase}`],
        [(child.blocks?.get(parent.id) ?? 0) > world.nowMs, 'it is blocked'],
        [parent.host.quarantinedUntilMs > world.nowMs, 'its host is quarantined'],
        [parent.host.draining, 'its host is being emptied'],
        [parent.wishes.range !== undefined && child.wishes.range === undefined, 'it lacks part of the content'],
        [!reachesData(parent), 'no data can reach it'],
      ];
      return faults.flatMap(([is, fault]) => (is ? [fault] : []));
    });
    // One answer gives others data: what is there after several says little about each.
    // Help that was not asked for goes by what was seen of a host, not by the estimate.
    const asked = child.relievedAtMs < world.nowMs;
    const alone =
      asked && effects.filter(({ kind }) => kind === 'offerParents').length === 1 && child.children.length === 0;
    const bypassed = alone && parents.some(isOverloaded) ? roomElsewhere(world, child) : undefined;
    if (bypassed !== undefined) wrong.push(`a host without room is offered, and ${bypassed.id} has some`);
    return effect.parents.length === 0 ? ['there are no parents in it'] : wrong;
  });
}

const isOverloaded = (peer: Peer | undefined) =>
  peer !== undefined && peer.host.profile.maxTxBps > 0 && peer.host.txBps > peer.host.profile.maxTxBps;

/** A peer that could have been offered and whose host can send what this child may ask for. */
function roomElsewhere(world: World, child: Peer): Peer | undefined {
  return [...child.task.pool.values()].find((peer) => {
    const { host } = peer;
    const isParent = child.parents.some(({ parent }) => parent.host === host);
    if (host === child.host || isParent || !reachesData(peer) || !covers(peer, child)) return false;
    if ((child.blocks?.get(peer.id) ?? 0) > world.nowMs || host.quarantinedUntilMs > world.nowMs) return false;
    if (host.draining) return false;
    return (
      host.uploads < uploadLimitOf(world.cluster.policy, host) &&
      host.txBps + loadOf(child, world.cluster.policy.candidateParentLimit).txBps <= host.profile.maxTxBps
    );
  });
}

const holdsAfterEachStep: Check = (happenings) => {
  const world = new World(tight);
  for (const happening of happenings) {
    happen(world, happening);
    const broken = brokenRules(world.cluster);
    if (broken.length > 0) return broken;
  }
  return [];
};

const offersServe: Check = (happenings) => {
  const world = new World(tight);
  for (const happening of happenings) {
    const seen = world.effects.length;
    happen(world, happening);
    // While time passes, many steps are taken; what was right at its moment may be wrong at the end.
    if (happening.what === 'time passes' || happening.what === 'long time passes') continue;
    const wrong = wrongOffers(world, world.effects.slice(seen));
    if (wrong.length > 0) return wrong;
  }
  return [];
};

const neighboursFirst: Check = (happenings) => {
  const world = new World(tight);
  for (const happening of happenings) {
    const seen = world.effects.length;
    happen(world, happening);
    if (happening.what === 'time passes' || happening.what === 'long time passes') continue;
    const sent = world.effects.slice(seen).filter(({ kind }) => kind === 'triggerSeed' || kind === 'backToSource');
    const asking = [...world.cluster.tasks.values()].some(({ lookup }) => lookup.askingUntilMs > world.nowMs);
    if (sent.length > 0 && asking) return ['the source is visited while the neighbours are asked'];
  }
  return [];
};

const readersAgree: Check = (happenings) => {
  const world = new World(tight);
  for (const happening of happenings) happen(world, happening);
  const seqs = world.effects.flatMap((effect) => (effect.kind === 'publish' ? [effect.seq] : []));
  const wrong = seqs.some((seq, at) => seq !== at + (seqs[0] ?? 1)) ? ['a sequence has a hole'] : [];
  for (const task of world.cluster.tasks.values()) {
    const graph = world.graphs.get(task.id);
    const { peers, facts, seq } = expectedGraph(task);
    const read = [...(graph?.peers.values() ?? [])].map(({ peer, host, state, parents, finishedPieces }) => ({
      ...{ peer, host, state, parents, finishedPieces },
    }));
    if (same(read, peers) && same(graph?.facts, facts) && graph?.seq === seq) continue;
    wrong.push(`a reader holds another graph of ${task.id}`);
  }
  return wrong;
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const repeats: Check = (happenings) => {
  const world = new World(tight);
  for (const happening of happenings) happen(world, happening);
  const twin = newCluster({ policy: world.cluster.policy });
  const again = world.inputs.flatMap((input) => step(twin, input));
  return same(again, world.effects) ? [] : ['the same inputs had other effects'];
};

const answersOnce: Check = (happenings) => {
  const world = new World({ ...tight, answerTimeoutMs: 60_000 });
  for (const happening of happenings) happen(world, happening);
  const waiting = [...world.cluster.peers.values()].filter(({ parkedAtMs }) => parkedAtMs !== undefined);
  const answers = new Map(waiting.map((peer) => [peer.stream, 0]));
  const before = world.effects.length;
  world.pass(60_000);
  for (const effect of world.effects.slice(before)) {
    if (!('stream' in effect)) continue;
    const count = answers.get(effect.stream);
    if (count === undefined || (effect.kind === 'failStream' && count > 0)) continue;
    answers.set(effect.stream, count + 1);
  }
  return [...answers].flatMap(([stream, count]) => (count === 1 ? [] : [`stream ${stream} got ${count} answers`]));
};

const nothingIsLeft: Check = (happenings) => {
  const world = new World(tight);
  for (const happening of happenings) happen(world, happening);
  for (const id of [...world.cluster.peers.keys()]) world.tell({ kind: 'deletePeer', peer: id });
  const wrong: string[] = [];
  for (const { profile, ...host } of world.cluster.hosts.values()) {
    const { uploads, uploadPieces, txBps, uploadBytes } = host;
    const left = [uploads, uploadPieces, txBps, uploadBytes, host.held?.size ?? 0, host.peers.size];
    if (left.some((count) => count !== 0)) wrong.push(`${profile.id} is left with ${left.join()}`);
  }
  for (const { pool, parked } of world.cluster.tasks.values()) {
    if (pool.size + parked.size > 0) wrong.push('a task keeps peers that are gone');
  }
  world.pass(1e8);
  const { tasks, hosts } = world.cluster;
  return tasks.size + hosts.size === 0
    ? wrong
    : [...wrong, `${tasks.size} tasks and ${hosts.size} hosts stay for ever`];
};

/** Every property with its name. */
export const properties = {
  'the graph is acyclic and within its limits, every reservation is accounted for, the indices agree':
    holdsAfterEachStep,
  'nobody is offered a parent that cannot serve it': offersServe,
  'the source waits for what the neighbours say': neighboursFirst,
  'a reader that replays the published events holds what the model holds, and sequences have no holes': readersAgree,
  'the same inputs give the same effects': repeats,
  'every question is answered once, within the bound': answersOnce,
  'nobody is left with a reservation when all peers are gone, and nothing is left to do': nothingIsLeft,
} as const satisfies Record<string, Check>;

/** Tries a property; the first sentence of what is wrong, or `undefined`. An exception of the core counts, too. */
export function counterexample(check: Check, numRuns: number, seed?: number): string | undefined {
  const outcome = fc.check(
    fc.property(trace, (happenings) => {
      const wrong = check(happenings);
      if (wrong.length > 0) throw new Error(wrong[0]);
    }),
    { numRuns, endOnFailure: true, ...(seed === undefined ? {} : { seed }) },
  );
  if (!outcome.failed) return undefined;
  const cause = outcome.errorInstance instanceof Error ? outcome.errorInstance.message : 'unknown';
  return `${cause} (seed ${outcome.seed}, path ${outcome.counterexamplePath ?? ''})`;
}
