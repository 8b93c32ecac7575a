import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Failure } from '@damselfly/core';
import { defaultEvaluator, type Evaluator } from '../core/evaluator.ts';
import { measuredEvaluator } from '../core/measured-evaluator.ts';

export interface EvaluatorChoice {
  readonly algorithm: 'default' | 'measured' | 'plugin';
  /** Path of a module, relative to the working directory; only read for `plugin`. */
  readonly plugin: string;
}

/**
 * The evaluator the configuration names. A plugin is a module whose default export has a method
 * `score(child, parent, nowMs, policy)`, as `Evaluator` describes it. Throws `precondition` when it cannot be used.
 */
export async function loadEvaluator({ algorithm, plugin }: EvaluatorChoice): Promise<Evaluator> {
  switch (algorithm) {
    case 'default':
      return defaultEvaluator;
    case 'measured':
      return measuredEvaluator;
    case 'plugin':
      return await loadPlugin(plugin);
    default:
      return algorithm satisfies never;
  }
}

async function loadPlugin(path: string): Promise<Evaluator> {
  if (path === '') {
    throw new Failure('precondition', 'scheduler.algorithm is plugin: set scheduler.plugin to the path of a module');
  }
  const file = resolve(path);
  const module: unknown = await import(pathToFileURL(file).href).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Failure('precondition', `the evaluator ${file} cannot be loaded (${why}); set scheduler.plugin`, {
      cause,
    });
  });
  const evaluator = fieldOf(module, 'default');
  const score = fieldOf(evaluator, 'score');
  if (typeof score !== 'function') {
    throw new Failure('precondition', `the evaluator ${file} has no default export with a method score`);
  }
  // What it returns is checked at each call: a score that is no number is not believed.
  return { name: 'plugin', score: (...args) => Number(Reflect.apply(score, evaluator, args)) };
}

const fieldOf = (value: unknown, name: string): unknown =>
  (typeof value === 'object' || typeof value === 'function') && value !== null ? Reflect.get(value, name) : undefined;
