import '@fontsource-variable/inter/opsz.css';
import '../../src/ui/tokens.css';
import { createRoot } from 'react-dom/client';
import { type GraphMessage, LiveTask } from '../../src/features/task-graph/index.ts';
import { playGesture } from './gesture.ts';
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

const source = {
  async *watch(signal: AbortSignal): AsyncIterable<GraphMessage> {
    yield { type: 'snapshot', graph: swarm.snapshot() };
    while (!signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      if (moves) yield { type: 'batch', batch: swarm.next() };
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
  peers: [...first.peers.values()].map(({ hostname, kind }) => ({ hostname, seed: kind === 'seed' })),
  play: playGesture,
};
createRoot(root).render(<LiveTask task={swarm.task} source={source} />);
