import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import path from 'node:path';
import type { Lab, LabPeer } from './lab.ts';

export interface Pull {
  readonly name: string;
  readonly contentBytes: number;
  readonly signal: AbortSignal;
  /** Called once so many milliseconds after the start. */
  readonly during?: { readonly afterMs: number; readonly act: () => void };
  /** Peers that will be gone before the end. */
  readonly lost?: ReadonlySet<LabPeer>;
}

export interface PullResult {
  /** How long each peer that stayed took, in the order of the peers. */
  readonly secondsOf: ReadonlyMap<LabPeer, number>;
  readonly servedBytes: number;
  /** Share of the machine's processors that was busy, 0 to 1. */
  readonly busy: number;
}

/** Every peer asks its daemon for the content at the same moment. Throws when one that stays fails. */
export async function pullThroughPeers(
  lab: Lab,
  { name, contentBytes, signal, during, lost }: Pull,
): Promise<PullResult> {
  const url = lab.url(name, contentBytes);
  const before = await lab.servedBytes();
  const clock = processorClock();
  const begunMs = performance.now();
  const timer = during && setTimeout(() => during.act(), during.afterMs);
  const secondsOf = new Map<LabPeer, number>();
  const pull = async (peer: LabPeer) => {
    try {
      for await (const step of peer.daemon.download({ url }, { signal })) void step;
      secondsOf.set(peer, (performance.now() - begunMs) / 1000);
    } catch (thrown) {
      if (!lost?.has(peer)) throw new Error(`${peer.name} failed`, { cause: thrown });
    }
  };
  try {
    await Promise.all(lab.peers.map(pull));
  } finally {
    clearTimeout(timer);
  }
  const busy = clock();
  return { secondsOf, servedBytes: (await lab.servedBytes()) - before, busy };
}

/** The same with curl, straight from the origin; the time of the last, in seconds. */
export async function pullWithCurl(lab: Lab, dir: string, { name, contentBytes, signal }: Pull): Promise<number> {
  const begunMs = performance.now();
  await Promise.all(
    lab.peers.map(async (peer) => {
      const [file = '', ...args] = [...peer.host.within, 'curl', '--silent', '--show-error', '--fail', '--output'];
      const curl = spawn(file, [...args, path.join(dir, `${peer.name}.out`), lab.url(name, contentBytes)], {
        stdio: ['ignore', 'ignore', 'inherit'],
        signal,
      });
      const [code] = await once(curl, 'exit');
      if (code !== 0) throw new Error(`curl ended with ${String(code)} on ${peer.name}`);
    }),
  );
  return (performance.now() - begunMs) / 1000;
}

/** Tells, when called again, how busy the processors were meanwhile. */
function processorClock(): () => number {
  const now = () => {
    const times = cpus().map((cpu) => cpu.times);
    const idle = times.reduce((sum, time) => sum + time.idle, 0);
    return {
      idle,
      all: times.reduce((sum, { user, nice, sys, irq, idle: rest }) => sum + user + nice + sys + irq + rest, 0),
    };
  };
  const before = now();
  return () => {
    const after = now();
    return 1 - (after.idle - before.idle) / Math.max(1, after.all - before.all);
  };
}
