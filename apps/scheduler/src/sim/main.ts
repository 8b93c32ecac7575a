import { parseArgs } from 'node:util';
import { formatBytes, formatDuration, parseBytes, parseDurationMs } from '@damselfly/core';
import { lowerBoundMs, type Scenario, simulate } from './swarm.ts';

const usage = `npm run sim -- [--peers 100,1000] [--seeds 1] [--size 256MiB] [--piece 4MiB] [--arrival 0s]
                [--origin 125MB] [--seed-rate 1250MB] [--peer-rate 125MB] [--chance 1]
Rates are a second. Prints one row for each number of peers.`;

const { values } = parseArgs({
  options: {
    peers: { type: 'string', default: '100,1000' },
    seeds: { type: 'string', default: '1' },
    size: { type: 'string', default: '256MiB' },
    piece: { type: 'string', default: '4MiB' },
    arrival: { type: 'string', default: '0ms' },
    origin: { type: 'string', default: '125MB' },
    'seed-rate': { type: 'string', default: '1250MB' },
    'peer-rate': { type: 'string', default: '125MB' },
    chance: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(`${usage}\n`);
else
  for (const line of table(values.peers.split(',').map((text) => row(Number(text))))) process.stdout.write(`${line}\n`);

function scenarioOf(peers: number): Scenario {
  const pieceBytes = parseBytes(values.piece);
  return {
    peers,
    pieceBytes,
    pieces: Math.max(1, Math.ceil(parseBytes(values.size) / pieceBytes)),
    seeds: Number(values.seeds),
    arrivalMs: parseDurationMs(values.arrival),
    originRate: parseBytes(values.origin),
    seedRate: parseBytes(values['seed-rate']),
    peerRate: parseBytes(values['peer-rate']),
    chance: Number(values.chance),
  };
}

function row(peers: number): string[] {
  const scenario = scenarioOf(peers);
  let steppingMs = 0;
  let decidingMs = 0;
  const outcome = simulate(scenario, (run) => {
    const from = performance.now();
    const effects = run();
    const tookMs = performance.now() - from;
    steppingMs += tookMs;
    if (effects.some(({ kind }) => kind === 'offerParents' || kind === 'backToSource')) decidingMs += tookMs;
    return effects;
  });
  const content = scenario.pieces * scenario.pieceBytes;
  const boundMs = lowerBoundMs(scenario);
  return [
    `${outcome.finished}/${peers}`,
    formatBytes(content),
    `${outcome.meanHop.toFixed(2)} / ${outcome.deepestHop}`,
    (outcome.originBytes / content).toFixed(3),
    formatDuration(outcome.makespanMs),
    (outcome.makespanMs / boundMs).toFixed(2),
    String(outcome.seedTriggers),
    String(outcome.decisions),
    Math.round(outcome.decisions / (decidingMs / 1000)).toLocaleString('en'),
    Math.round(outcome.steps / (steppingMs / 1000)).toLocaleString('en'),
  ];
}

function table(rows: readonly string[][]): string[] {
  const head = [
    'peers',
    'size',
    'depth mean / max',
    'origin ÷ size',
    'makespan',
    '÷ bound',
    'triggers',
    'decisions',
    'decisions/s',
    'steps/s',
  ];
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((cells) => cells[at]?.length ?? 0)));
  const line = (cells: readonly string[]) => cells.map((cell, at) => cell.padStart(widths[at] ?? 0)).join('  ');
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)];
}
