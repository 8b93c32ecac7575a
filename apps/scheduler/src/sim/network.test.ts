import { expect, test } from 'vitest';
import { Agenda } from './agenda.ts';
import { Link, Network, Transfer } from './network.ts';

class Parcel extends Transfer {
  arrivedAtMs = -1;
  stalledAtMs = -1;
  readonly #agenda: Agenda;

  constructor(agenda: Agenda, network: Network, links: readonly Link[], bytes: number) {
    super(network, links, bytes);
    this.#agenda = agenda;
  }

  protected arrive(): void {
    this.arrivedAtMs = this.#agenda.nowMs;
  }

  stall(): void {
    this.stalledAtMs = this.#agenda.nowMs;
  }
}

function world() {
  const agenda = new Agenda();
  const network = new Network(agenda);
  const parcel = (links: readonly Link[], bytes: number) => new Parcel(agenda, network, links, bytes);
  const run = () => {
    while (agenda.next(1e9));
  };
  return { agenda, network, parcel, run };
}

test('a transfer takes its bytes at the rate of the narrowest link', () => {
  const { network, parcel, run } = world();
  const [wide, narrow] = [new Link(100), new Link(10)];
  const one = parcel([wide, narrow], 1000);
  network.send(one, Number.POSITIVE_INFINITY);
  run();
  expect(one.arrivedAtMs).toBe(100);
  expect([wide.carriedBytes, narrow.carriedBytes]).toEqual([1000, 1000]);
});

test('a full link makes the next transfers wait, and carries no more than it can', () => {
  const { network, parcel, run } = world();
  const link = new Link(10);
  const parcels = [1, 2, 3].map(() => parcel([link], 100));
  for (const one of parcels) network.send(one, 10);
  run();
  expect(parcels.map(({ arrivedAtMs }) => arrivedAtMs)).toEqual([10, 20, 30]);
});

test('transfers below their limit share a link', () => {
  const { network, parcel, run } = world();
  const link = new Link(10);
  const parcels = [1, 2].map(() => parcel([link], 100));
  for (const one of parcels) network.send(one, 5);
  run();
  expect(parcels.map(({ arrivedAtMs }) => arrivedAtMs)).toEqual([20, 20]);
});

test('a cancelled transfer never arrives and gives its room back', () => {
  const { network, parcel, run } = world();
  const link = new Link(10);
  const [first, second] = [parcel([link], 100), parcel([link], 100)];
  network.send(first, 10);
  network.send(second, 10);
  network.cancel(first);
  run();
  expect([first.arrivedAtMs, second.arrivedAtMs, link.free]).toEqual([-1, 10, 10]);
});

test('a transfer that waits for eight seconds is given up', () => {
  const { network, parcel, run } = world();
  const link = new Link(1);
  const [first, second, third] = [parcel([link], 9000), parcel([link], 10), parcel([link], 10)];
  network.send(first, 1);
  network.send(second, 1);
  network.send(third, 1);
  run();
  expect([first.arrivedAtMs, second.stalledAtMs, third.stalledAtMs, link.free]).toEqual([9000, 8000, 8000, 1]);
});
