import '@fontsource-variable/inter/opsz.css';
import '../../src/ui/tokens.css';
import type { DagBatch } from '@damselfly/core';
import { createRoot } from 'react-dom/client';
import { type GraphMessage, LiveTask, type RecordingSource } from '../../src/features/task-graph/index.ts';
import { playGesture } from './gesture.ts';
import { MadeUpMap } from './map.tsx';
import { Swarm } from './swarm.ts';

const wanted = new URLSearchParams(location.search);
const number = (name: string, fallback: number) => Number(wanted.get(name) ?? fallback);
document.documentElement.className = wanted.get('theme') ?? 'dark';

const generatingSinceMs = performance.now();
const swarm = new Swarm({
  peers: number('peers', 60),
  seed: number('seed', 7),
  fastestBps: number('fastest', 400e6),
  churn: number('churn', 0.005),
  growTo: number('grow', 0),
  mesh: wanted.get('mesh') !== null,
  startMs: Date.now() - 1200,
});
const first = swarm.snapshot();
const generatedMs = performance.now() - generatingSinceMs;
const moves = wanted.get('frozen') === null;
/** Time runs as fast as the page can follow. */
const fast = wanted.get('fast') !== null;

let simulatedMs = 0;
const recorded: DagBatch[] = [];
const next = (): DagBatch => {
  const batch = swarm.next();
  simulatedMs = batch.atMs - first.atMs;
  if (wanted.get('recorded') !== null) recorded.push(batch);
  return batch;
};
for (let past = number('recorded', 0); past > 0; past--) next();

/** What the page made up so far, in one piece. */
const recording: RecordingSource = {
  async range() {
    const [fromMs, toMs] = [first.atMs, recorded.at(-1)?.atMs ?? first.atMs];
    const activity = new Array<number>(160).fill(0);
    for (const { atMs, events } of recorded) {
      const bucket = Math.min(159, Math.floor(((atMs - fromMs) / (toMs - fromMs)) * 160));
      activity[bucket] = (activity[bucket] ?? 0) + events.length;
    }
    const gap = { fromMs: fromMs + (toMs - fromMs) * 0.28, toMs: fromMs + (toMs - fromMs) * 0.31 };
    return { fromMs, toMs, events: recorded.length, olderDropped: true, gaps: [gap], activity };
  },
  async segment() {
    const [fromMs, toMs] = [first.atMs, recorded.at(-1)?.atMs ?? first.atMs];
    return { keyframe: structuredClone(first), batches: [...recorded], fromMs, toMs, nextMs: undefined };
  },
};

const source = {
  async *watch(signal: AbortSignal): AsyncIterable<GraphMessage> {
    yield { type: 'snapshot', graph: swarm.snapshot() };
    while (!signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, fast ? 0 : 100));
      // As fast as it goes: a second of batches between two looks at everything else.
      for (let n = 0; n < (fast ? 10 : 1) && moves; n++) yield { type: 'batch', batch: next() };
    }
  },
};

const root = document.createElement('div');
root.style.cssText = 'position:fixed;inset:0';
document.body.style.cssText = 'margin:0;color:var(--text);font-family:"Inter Variable",system-ui,sans-serif';
document.body.append(root);
new MutationObserver((_, observer) => {
  const canvas = document.querySelector('canvas');
  if (Number(canvas?.dataset.peers ?? 0) === 0) return;
  observer.disconnect();
  window.bench.firstPaintMs = performance.now() - generatedMs;
}).observe(root, { subtree: true, attributes: true, attributeFilter: ['data-peers'] });

window.bench = {
  firstPaintMs: undefined,
  simulatedMs: () => simulatedMs,
  peers: [...first.peers.values()].map(({ hostname, kind }) => ({ hostname, seed: kind === 'seed' })),
  play: playGesture,
};
const ofRecording = wanted.get('recorded') === null ? {} : { recording };
createRoot(root).render(
  wanted.get('map') === null ? (
    <LiveTask task={swarm.task} source={source} {...ofRecording} />
  ) : (
    <div style={{ height: '100%', background: 'var(--bg)' }}>
      <MadeUpMap count={number('map', 200)} places={number('places', 5)} pick={wanted.get('pick') !== null} />
    </div>
  ),
);
