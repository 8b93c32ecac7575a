import type { HostId, TaskId } from '@damselfly/core';

/** Somebody who is told of a task's pieces as they come. */
export interface Seat {
  /** True when it may be told of this piece now; it counts as told then. `firstHand`: only this peer has it. */
  mayTell(number: number, firstHand: boolean): boolean;
  leave(): void;
}

interface Child {
  /** Pieces it was told of and has not taken. */
  pending: number;
  readonly wakes: Set<() => void>;
}

interface Telling {
  readonly child: Child;
  readonly atMs: number;
  readonly first: boolean;
}

/** A piece others have too: how many children are told of it so far. */
interface Relay {
  told: number;
  sinceMs: number;
}

interface SharedTask {
  readonly relays: Map<number, Relay>;
  /** How soon the first child took such a piece. */
  relayMs: number;
  /** Where the row of children begins that a piece is told along; another for each peer. */
  readonly start: number;
  readonly children: Map<HostId, Child>;
  /** Pieces one child was told of and has not taken yet. */
  readonly open: Map<number, Telling>;
  /** Pieces somebody has taken. */
  readonly given: Set<number>;
  /** How many may be open at once. */
  limit: number;
  /** Not a number before the first piece was taken. */
  fastestMs: number;
  timer: NodeJS.Timeout | undefined;
}

/** A child that has not taken a piece by then, or in as many times what the fastest took, keeps others from it no longer. */
const patienceMs = 4000;
const patience = 8;
const mostPatienceMs = 30_000;
const lookAgainMs = 250;
/** One is sent while the next is asked for. */
const leastOpen = 2;
const mostOpen = 256;
/** A child that is alone has nobody to share with, but others may come: as many as it fetches at once. */
const openAlone = 8;
/** So many children hear of a piece at first, and more each time one has taken it: those can pass it on by then. */
const relayStep = 2;
const shortestRelayMs = 500;
/** A piece that takes so much longer than the fastest shares the link with others. */
const slower = 1.5;

/**
 * Shares out what only this peer has: each piece from the source is told of to one child at first, so that every byte sent
 * is one the children can give each other, and no more pieces at a time than the link can send without each taking longer,
 * so that the first of them travels on soon. What was given once is told of again only with what room is left. Of pieces that
 * came from other peers a few children hear at first, the others as those have taken them, or in time.
 */
export class FirstCopies {
  readonly #tasks = new Map<TaskId, SharedTask>();
  readonly #nowMs: () => number;

  constructor({ nowMs = () => performance.now() }: { readonly nowMs?: () => number } = {}) {
    this.#nowMs = nowMs;
  }

  /** `wake` is called when `mayTell` may answer differently. */
  sit(id: TaskId, host: HostId, wake: () => void): Seat {
    const task = this.#tasks.get(id) ?? emptyTask();
    this.#tasks.set(id, task);
    const child = task.children.get(host) ?? { pending: 0, wakes: new Set() };
    task.children.set(host, child);
    child.wakes.add(wake);
    task.timer ??= setInterval(() => this.#forgetLate(task), lookAgainMs).unref();
    return {
      mayTell: (number, firstHand) =>
        firstHand ? this.#mayTell(task, child, number) : this.#mayRelay(task, child, number),
      leave: () => {
        child.wakes.delete(wake);
        if (child.wakes.size > 0) return;
        task.children.delete(host);
        for (const [number, telling] of task.open) if (telling.child === child) task.open.delete(number);
        wakeAll(task);
        if (task.children.size > 0) return;
        clearInterval(task.timer);
        this.#tasks.delete(id);
      },
    };
  }

  /** A piece was sent whole. */
  sent(id: TaskId, number: number): void {
    const task = this.#tasks.get(id);
    if (task === undefined) return;
    task.given.add(number);
    const relay = task.relays.get(number);
    if (relay !== undefined) this.#widen(task, relay);
    const telling = task.open.get(number);
    if (telling !== undefined) {
      settle(task, number, telling);
      adapt(task, this.#nowMs() - telling.atMs);
    }
    wakeAll(task);
  }

  #mayTell(task: SharedTask, child: Child, number: number): boolean {
    if (task.open.has(number)) return false;
    const first = !task.given.has(number);
    const limit = task.children.size === 1 ? Math.max(openAlone, task.limit) : task.limit;
    // What children may have from each other by now must not stand in the way of what they cannot.
    if ((first ? openFirsts(task) : task.open.size) >= limit) return false;
    if (first ? child.pending > leastPending(task) : openFirsts(task) > 0) return false;
    task.open.set(number, { child, first, atMs: this.#nowMs() });
    child.pending += 1;
    return true;
  }

  #mayRelay(task: SharedTask, child: Child, number: number): boolean {
    const relay = task.relays.get(number) ?? { told: relayStep, sinceMs: this.#nowMs() };
    task.relays.set(number, relay);
    const all = [...task.children.values()];
    const place = (all.indexOf(child) + task.start + number) % all.length;
    return place < relay.told;
  }

  #widen(task: SharedTask, relay: Relay): void {
    const nowMs = this.#nowMs();
    if (relay.told === relayStep) task.relayMs = Math.min(task.relayMs, nowMs - relay.sinceMs);
    relay.told += relayStep;
    relay.sinceMs = nowMs;
  }

  /** Who does not take a piece has got it elsewhere, or is slow: others are told. */
  #forgetLate(task: SharedTask): void {
    const waitMs = Math.min(mostPatienceMs, Math.max(patienceMs, patience * knownMs(task, 0)));
    const before = this.#nowMs() - waitMs;
    let any = false;
    const relayMs = Number.isFinite(task.relayMs) ? Math.max(shortestRelayMs, task.relayMs) : 2 * shortestRelayMs;
    for (const relay of task.relays.values()) {
      if (relay.told >= task.children.size || this.#nowMs() - relay.sinceMs < relayMs) continue;
      relay.told += relayStep;
      relay.sinceMs = this.#nowMs();
      any = true;
    }
    for (const [number, telling] of task.open) {
      if (telling.atMs > before) continue;
      settle(task, number, telling);
      any = true;
    }
    if (any) wakeAll(task);
  }
}

/** What the fastest took; `otherwise` before there was one. */
const knownMs = ({ fastestMs }: SharedTask, otherwise: number) => (Number.isNaN(fastestMs) ? otherwise : fastestMs);

const emptyTask = (): SharedTask => ({
  ...{ children: new Map(), open: new Map(), given: new Set(), relays: new Map() },
  relayMs: Number.POSITIVE_INFINITY,
  start: Math.floor(Math.random() * 1024),
  ...{ limit: 2 * leastOpen, fastestMs: Number.NaN, timer: undefined },
});

function settle(task: SharedTask, number: number, { child }: Telling): void {
  task.open.delete(number);
  child.pending -= 1;
}

const leastPending = ({ children }: SharedTask) => Math.min(...[...children.values()].map(({ pending }) => pending));

const openFirsts = ({ open }: SharedTask) => [...open.values()].filter(({ first }) => first).length;

/** More at a time as long as that makes none slower: then it is not this peer's link that limits them. */
function adapt(task: SharedTask, tookMs: number): void {
  task.fastestMs = Math.min(knownMs(task, tookMs), tookMs);
  const step = tookMs <= task.fastestMs * slower ? 1 : -1;
  task.limit = Math.min(mostOpen, Math.max(leastOpen, task.limit + step));
}

/** In another order each time: nobody is always first. */
function wakeAll({ children }: SharedTask): void {
  const all = [...children.values()];
  const start = Math.floor(Math.random() * all.length);
  for (let step = 0; step < all.length; step += 1) {
    for (const wake of all[(start + step) % all.length]?.wakes ?? []) wake();
  }
}
