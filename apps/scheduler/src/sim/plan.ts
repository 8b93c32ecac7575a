import type { PeerKind } from '@damselfly/core';
import type { Evaluator } from '../core/evaluator.ts';
import { defaultPolicy, type Policy } from '../core/policy.ts';
import { type Random, randomBelow, seededRandom } from '../core/random.ts';
import type { Scenario } from './scenario.ts';

/** A machine. Rates are bytes a millisecond. */
export interface PlannedHost {
  readonly name: string;
  readonly kind: PeerKind;
  readonly idc: string;
  readonly location: string;
  readonly up: number;
  readonly down: number;
  /** What it says its way out can do. */
  readonly announcedUp: number;
  readonly lying: boolean;
  /** When it vanishes. */
  readonly leavesAtMs?: number;
}

export interface PlannedTask {
  readonly pieces: number;
  readonly pieceBytes: number;
}

/** A host begins to want a task; both are places in the plan's lists. */
export interface PlannedDownload {
  readonly host: number;
  readonly task: number;
  readonly atMs: number;
}

export interface PlannedRestart {
  readonly atMs: number;
  readonly awayMs: number;
  /** Every host has found the scheduler again this long after it is back. */
  readonly reunionMs: number;
}

/** Everything that is going to be tried, down to each host: a scenario with its dice thrown, or a recorded trace. */
export interface Plan {
  readonly hosts: readonly PlannedHost[];
  readonly tasks: readonly PlannedTask[];
  readonly downloads: readonly PlannedDownload[];
  readonly restarts: readonly PlannedRestart[];
  readonly piecesAtOnce: number;
  /** Bytes a millisecond. */
  readonly originRate: number;
  readonly interIdcRate?: number;
  readonly policy: Policy;
  readonly evaluator: Evaluator;
  readonly seed: number;
}

/** Throws a scenario's dice. */
export function planOf(scenario: Scenario, evaluator: Evaluator): Plan {
  const random = seededRandom(scenario.seed);
  const pieces = Math.max(1, Math.ceil(scenario.size / scenario.piece));
  const hosts = [...seedHosts(scenario)];
  const downloads: PlannedDownload[] = [];
  const arrive = arrivals(scenario);
  while (downloads.length < scenario.peers) {
    const atMs = arrive(downloads.length);
    const wanted = Math.min(scenario.tasksPerHost, scenario.tasks, scenario.peers - downloads.length);
    for (let nth = 0; nth < wanted; nth += 1) {
      downloads.push({ host: hosts.length, task: downloads.length % scenario.tasks, atMs });
    }
    hosts.push(normalHost(scenario, `peer-${hosts.length - seedCount(scenario)}`, atMs, random));
  }
  return {
    ...{ hosts, downloads, restarts: restartsOf(scenario), piecesAtOnce: scenario.piecesAtOnce },
    tasks: Array.from({ length: scenario.tasks }, () => ({ pieces, pieceBytes: scenario.piece })),
    originRate: scenario.rates.origin / 1000,
    ...(scenario.interIdc !== undefined && { interIdcRate: scenario.interIdc / 1000 }),
    policy: { ...defaultPolicy, ...defined(scenario.policy) },
    ...{ evaluator, seed: scenario.seed },
  };
}

const defined = (policy: Scenario['policy']): Partial<Policy> =>
  Object.fromEntries(Object.entries(policy).filter(([, value]) => value !== undefined));

const restartsOf = ({ restarts }: Scenario): PlannedRestart[] =>
  restarts.map(({ at, away, reunion }) => ({ atMs: at, awayMs: away, reunionMs: reunion }));

/** `even`: at a constant rate. `burst`: at a rate that falls to a twentieth over the time, as in a flash crowd. */
function arrivals({ peers, arrival: { over, shape } }: Scenario): (nth: number) => number {
  const fall = 1 - 1 / 20;
  return (nth) => {
    const part = nth / peers;
    return over * (shape === 'even' ? part : -Math.log(1 - fall * part) / Math.log(20));
  };
}

const seedCount = ({ seeds, idcs }: Scenario): number => idcs.reduce((sum, idc) => sum + idc.seeds, 0) || seeds;

function* seedHosts(scenario: Scenario): Generator<PlannedHost> {
  const { seedUp, seedDown } = scenario.rates;
  const rates = { up: seedUp / 1000, down: seedDown / 1000, announcedUp: seedUp / 1000, lying: false };
  const placed = scenario.idcs.flatMap((idc) => Array.from({ length: idc.seeds }, () => idc));
  for (let nth = 0; nth < seedCount(scenario); nth += 1) {
    const { name: idc, location } = placed[nth] ?? { name: '', location: '' };
    yield { name: `seed-${nth}`, kind: 'seed', idc, location, ...rates };
  }
}

function normalHost(scenario: Scenario, name: string, atMs: number, random: Random): PlannedHost {
  const { slow, lying, churn, rates } = scenario;
  const { name: idc, location } = placeOf(scenario, random);
  const isSlow = random() < (slow?.share ?? 0);
  const isLying = random() < (lying?.share ?? 0);
  const leaves = random() < (churn?.share ?? 0);
  const announcedUp = rates.peerUp / 1000;
  const up = isSlow ? announcedUp * Math.max(0.001, slow?.rate ?? 1) : announcedUp;
  const host = { name, kind: 'normal', idc, location, up, announcedUp, down: rates.peerDown / 1000 } as const;
  const leavesAtMs = atMs + randomBelow(random, Math.max(1, churn?.within ?? 0));
  return { ...host, lying: isLying, ...(leaves && { leavesAtMs }) };
}

function placeOf({ idcs }: Scenario, random: Random): { name: string; location: string } {
  let left = random() * idcs.reduce((sum, { weight }) => sum + weight, 0);
  for (const idc of idcs) {
    left -= idc.weight;
    if (left < 0) return idc;
  }
  return { name: '', location: '' };
}
