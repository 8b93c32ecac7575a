import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newCluster } from '../core/cluster.ts';
import { World } from '../core/testing/world.ts';
import { loadEvaluator } from './load-evaluator.ts';

/** Loads a module with this text as a plugin. */
async function plugin(text: string) {
  const dir = await mkdtemp(join(tmpdir(), 'damselfly-evaluator-'));
  try {
    const path = join(dir, 'evaluator.mjs');
    await writeFile(path, text);
    return await loadEvaluator({ algorithm: 'plugin', plugin: path });
  } finally {
    await rm(dir, { recursive: true });
  }
}

/** `far` and `near` have the content; who is offered to a peer in `near`'s data centre. */
async function offeredBy(text: string) {
  const world = new World({ candidateParentLimit: 1 }, await plugin(text));
  for (const name of ['far', 'near']) {
    world.host(name, 'normal', { idc: name });
    world.register(name, { metadataOnly: true });
    world.say(name, { kind: 'peerFinished', fromSource: false });
  }
  world.host('a', 'normal', { idc: 'near' });
  world.register('a');
  return { offered: world.offered('a'), faults: world.cluster.evaluatorFaults };
}

describe('an evaluator of the user', () => {
  test('decides', async () => {
    const text = "export default { score: (child, parent) => (parent.host.profile.idc === 'far' ? 1 : 0) };";
    expect(await offeredBy(text)).toEqual({ offered: ['far'], faults: 0 });
  });

  test.each([
    ['throws', "throw new Error('oh')"],
    ['answers NaN', 'return NaN'],
    ['answers nothing', ''],
  ])('that %s is counted, and the default formula decides', async (_, body) => {
    const outcome = await offeredBy(`export default { score() { ${body} } };`);
    expect(outcome).toEqual({ offered: ['near'], faults: 2 });
  });

  test('that cannot be loaded says which, why and what to set', async () => {
    await expect(loadEvaluator({ algorithm: 'plugin', plugin: '' })).rejects.toThrow('set scheduler.plugin');
    const missing = loadEvaluator({ algorithm: 'plugin', plugin: '/nowhere/evaluator.mjs' });
    await expect(missing).rejects.toThrow('/nowhere/evaluator.mjs cannot be loaded');
    await expect(plugin('export default 1;')).rejects.toThrow('has no default export with a method score');
    await expect(plugin('this is no module')).rejects.toThrow('cannot be loaded');
  });
});

test('the names of the configuration load what they say', async () => {
  for (const algorithm of ['default', 'measured'] as const) {
    const evaluator = await loadEvaluator({ algorithm, plugin: '' });
    expect(newCluster({ evaluator }).evaluator.name).toBe(algorithm);
  }
});
