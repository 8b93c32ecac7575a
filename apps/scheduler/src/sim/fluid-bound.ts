import type { Plan, PlannedDownload } from './plan.ts';

/**
 * The least time any swarm can need, in milliseconds: no schedule, however clever, has all of `wanted` before it.
 *
 * Kumar and Ross, "Peer-assisted file distribution: the minimum distribution time" (IEEE HotWeb 2006), theorem 1: one
 * server of rate u_s and N peers with ways out u_i and in d_i share a file of F bytes, all as a fluid, no earlier than
 * max(F / u_s, F / min d_i, N F / (u_s + Σ u_i)). Here, with several tasks, seeds and arrivals over time:
 *
 * - every byte of every task leaves the origin once;
 * - every host takes all it wants through its way in, from its arrival on;
 * - all that is wanted leaves the origin, a seed or a peer, none of which sends before it is there;
 * - every data centre without a seed takes each task its hosts want over the wires from the others.
 */
export function fluidBoundMs(plan: Plan, wanted: readonly PlannedDownload[]): number {
  if (wanted.length === 0) return 0;
  return Math.max(originMs(plan, wanted), downMs(plan, wanted), upMs(plan, wanted), idcMs(plan, wanted));
}

const bytesOf = ({ tasks }: Plan, task: number): number => (tasks[task]?.pieces ?? 0) * (tasks[task]?.pieceBytes ?? 0);

const firstMs = (downloads: readonly PlannedDownload[]): number =>
  downloads.reduce((first, { atMs }) => Math.min(first, atMs), Number.POSITIVE_INFINITY);

function originMs(plan: Plan, wanted: readonly PlannedDownload[]): number {
  let bytes = 0;
  for (const task of new Set(wanted.map((download) => download.task))) bytes += bytesOf(plan, task);
  return firstMs(plan.downloads) + bytes / plan.originRate;
}

function downMs(plan: Plan, wanted: readonly PlannedDownload[]): number {
  const byHost = new Map<number, { fromMs: number; bytes: number }>();
  let latest = 0;
  for (const { host, task, atMs } of wanted) {
    const known = byHost.get(host) ?? { fromMs: atMs, bytes: 0 };
    known.fromMs = Math.min(known.fromMs, atMs);
    known.bytes += bytesOf(plan, task);
    byHost.set(host, known);
    const down = plan.hosts[host]?.down ?? Number.POSITIVE_INFINITY;
    latest = Math.max(latest, known.fromMs + known.bytes / down, atMs + bytesOf(plan, task) / down);
  }
  return latest;
}

/** When all ways out together, each from its host's arrival on, have carried what is wanted. */
function upMs(plan: Plan, wanted: readonly PlannedDownload[]): number {
  let left = wanted.reduce((sum, { task }) => sum + bytesOf(plan, task), 0);
  const arrived = new Set<number>();
  let nowMs = firstMs(plan.downloads);
  let rate = plan.originRate;
  for (const { kind, up } of plan.hosts) if (kind === 'seed') rate += up;
  for (const { host, atMs } of [...plan.downloads].sort((a, b) => a.atMs - b.atMs)) {
    if (left <= rate * (atMs - nowMs)) break;
    left -= rate * (atMs - nowMs);
    nowMs = atMs;
    if (!arrived.has(host)) rate += plan.hosts[host]?.up ?? 0;
    arrived.add(host);
  }
  return nowMs + left / rate;
}

function idcMs(plan: Plan, wanted: readonly PlannedDownload[]): number {
  if (plan.interIdcRate === undefined) return 0;
  const idcs = new Set(plan.hosts.map(({ idc }) => idc));
  const seeded = new Set(plan.hosts.filter(({ kind }) => kind === 'seed').map(({ idc }) => idc));
  const tasks = new Map<string, Set<number>>();
  for (const { host, task } of wanted) {
    const idc = plan.hosts[host]?.idc ?? '';
    if (seeded.has(idc) || seeded.size === 0) continue;
    const known = tasks.get(idc) ?? new Set();
    tasks.set(idc, known.add(task));
  }
  let latest = 0;
  for (const entering of tasks.values()) {
    let bytes = 0;
    for (const task of entering) bytes += bytesOf(plan, task);
    // The origin may be reached from everywhere.
    const rate = plan.interIdcRate * (idcs.size - 1) + plan.originRate;
    latest = Math.max(latest, firstMs(plan.downloads) + bytes / rate);
  }
  return latest;
}
