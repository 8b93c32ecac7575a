import type { Evaluator } from '../core/evaluator.ts';
import { seededRandom } from '../core/random.ts';
import { loadEvaluator } from '../evaluator/load-evaluator.ts';

/** The evaluator of a name, or of a module's path. `random` knows nothing: it is what any other has to beat. */
export async function evaluatorNamed(name: string, seed: number): Promise<Evaluator> {
  if (name === 'random') return { name, score: seededRandom(seed) };
  if (name === 'default' || name === 'measured') return await loadEvaluator({ algorithm: name, plugin: '' });
  return { ...(await loadEvaluator({ algorithm: 'plugin', plugin: name })), name };
}
