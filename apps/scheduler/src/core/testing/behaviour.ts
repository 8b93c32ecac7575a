import { hostId, peerId } from '@damselfly/core';
import fc from 'fast-check';
import { oneTask, registrationOf, type World } from './world.ts';

/** One thing that happens to one of a few hosts; what it means depends on where its peer stands. */
export interface Happening {
  readonly host: number;
  readonly what: keyof typeof weights;
  /** Which of several possibilities: a parent, a piece, a time. */
  readonly choice: number;
}

const weights = {
  'go on': 40,
  register: 12,
  'fail a piece': 4,
  reschedule: 6,
  'give up': 1,
  vanish: 2,
  delete: 1,
  'host leaves': 1,
  'stop sharing': 1,
  'hosts drain': 2,
  'time passes': 4,
  'long time passes': 2,
  'seed trigger fails': 1,
  'a second peer registers': 2,
  'neighbours answer': 4,
} as const;

const seedCount = 2;
const hostCount = 9;
/** Room for three children, or for one. */
const rateOf = (kind: 'seed' | 'normal') => ({ maxTxBps: kind === 'seed' ? 1e9 : 3e8 });
const nameOf = (host: number): string => (host < seedCount ? `s${host}` : `h${host}`);

const what = fc.oneof(
  ...Object.entries(weights).map(([name, weight]) => ({
    weight,
    arbitrary: fc.constant(name as keyof typeof weights),
  })),
);

/** Long enough for a few downloads to end; the hosts register in the order of the first entries. */
export const trace: fc.Arbitrary<Happening[]> = fc
  .array(fc.record({ host: fc.nat(hostCount - 1), what, choice: fc.nat(1000) }), {
    minLength: 60,
    maxLength: 250,
    size: 'max',
  })
  .map((happenings) =>
    happenings.map((happening, at) => (at < hostCount ? { ...happening, what: 'register' } : happening)),
  );

/** Makes it happen, as an honest peer of that host would. */
export function happen(world: World, { host, what, choice }: Happening): void {
  const name = nameOf(host);
  const id = hostId(name);
  const kind = host < seedCount ? 'seed' : 'normal';
  if (what === 'time passes') world.pass(choice);
  else if (what === 'long time passes') world.pass(choice * 20);
  else if (what === 'host leaves') world.tell({ kind: 'hostLeft', host: id });
  else if (what === 'stop sharing') world.host(name, kind, { disableShared: choice % 2 === 0, ...rateOf(kind) });
  else if (what === 'hosts drain') world.tell({ kind: 'hostsDraining', hosts: new Set(choice % 2 === 0 ? [id] : []) });
  else if (what === 'delete') world.tell({ kind: 'deletePeer', peer: peerId(`p-${name}`) });
  else if (what === 'seed trigger fails') failTrigger(world, name);
  else if (what === 'a second peer registers') registerTwin(world, name);
  else if (what === 'neighbours answer') neighboursAnswer(world, name, choice);
  else if (what === 'register') register(world, name, kind, choice);
  else ofPeer(world, name, what, choice);
}

function register(world: World, name: string, kind: 'seed' | 'normal', choice: number): void {
  const known = world.cluster.peers.get(peerId(`p-${name}`));
  if (known?.stream !== undefined && choice % 10 !== 0) return;
  if (!world.cluster.hosts.has(hostId(name))) world.host(name, kind, rateOf(kind));
  const range = choice % 7 === 0 ? { range: { start: 0, length: 10 } } : {};
  const wishes = {
    disableBackToSource: choice % 11 === 0,
    metadataOnly: choice % 13 === 0,
    priority: choice % 17 === 0 ? 2 : 0,
  };
  world.register(name, { needBackToSource: kind === 'seed', ...wishes, ...range });
}

/** Another download of the same content on a host that takes part already. It only waits or has parents. */
function registerTwin(world: World, name: string): void {
  const host = hostId(name);
  if (!world.cluster.hosts.has(host)) return;
  const stream = 1_000_000 + world.inputs.length;
  const registration = registrationOf();
  world.tell({ kind: 'peerRegistered', peer: peerId(`twin-${name}`), stream, host, task: oneTask, registration });
}

/** Nobody, or a peer of this host: finished, at the source, or with a range only. */
function neighboursAnswer(world: World, name: string, choice: number): void {
  const range = choice % 5 === 0 ? { range: { start: 0, length: 10 } } : {};
  const found = { peer: peerId(`q-${name}`), host: hostId(name), finished: choice % 3 === 0, ...range };
  const holders = choice % 4 === 0 ? [] : [found];
  world.tell({ kind: 'neighboursAnswered', task: oneTask, holders, complete: choice % 2 === 0 });
}

function failTrigger(world: World, name: string): void {
  if (world.cluster.tasks.size > 0) {
    world.tell({ kind: 'seedTriggerFailed', host: hostId(name), task: world.task().id, why: 'refused' });
  }
}

function ofPeer(world: World, name: string, what: Happening['what'], choice: number): void {
  const peer = world.cluster.peers.get(peerId(`p-${name}`));
  if (peer?.stream === undefined) return;
  const parents = peer.parents.map(({ parent }) => parent.id);
  const parent = parents[choice % Math.max(1, parents.length)];
  switch (what) {
    case 'vanish':
      world.say(name, { kind: 'streamClosed' });
      return;
    case 'give up':
      world.say(name, { kind: 'peerFailed', fromSource: peer.phase === 'backToSource', why: 'gave up' });
      return;
    case 'fail a piece':
      if (parent !== undefined) world.say(name, { kind: 'pieceFailed', parent, number: choice % 10, why: 'corrupt' });
      return;
    case 'reschedule':
      if (peer.phase === 'running')
        world.say(name, { kind: 'reschedule', parents: parents.slice(choice % 3), why: 'slow' });
      return;
    default:
      goOn(world, name, choice);
  }
}

/** The next step of a download that goes well, by the last answer. */
function goOn(world: World, name: string, choice: number): void {
  const peer = world.peer(name);
  const answer = world.answer(name);
  if (answer === undefined || peer.parkedAtMs !== undefined) return;
  const number = peer.pieces.size;
  if (answer.kind === 'backToSource') {
    if (peer.phase !== 'backToSource') world.say(name, { kind: 'backToSourceStarted' });
    else if (number >= 10) world.say(name, { kind: 'peerFinished', fromSource: true });
    else world.piece(name, number);
  } else if (answer.kind === 'offerParents') {
    const [first] = peer.parents;
    if (peer.phase === 'received') world.say(name, { kind: 'peerStarted' });
    else if (number >= 10) world.say(name, { kind: 'peerFinished', fromSource: false });
    else if (first !== undefined) world.piece(name, number, first.parent.host.profile.id);
    else world.say(name, { kind: 'reschedule', parents: [], why: `nobody left ${choice % 2}` });
  } else if (answer.kind === 'metadataOnly') {
    if (peer.phase === 'received') world.say(name, { kind: 'peerStarted' });
    else world.say(name, { kind: 'peerFinished', fromSource: false });
  }
}
