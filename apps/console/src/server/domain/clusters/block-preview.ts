import type { z } from 'zod';
import type { Reader } from '../access/access-rule.ts';
import { compilePattern } from '../pattern.ts';
import type { CataloguedTask, TaskCatalogue, TaskKind } from '../tasks/task-catalogue.ts';
import type { blockRules } from './cluster-settings.ts';

/** The kinds of task that have rules of their own. */
export type BlockFamily = 'task' | 'persistentTask' | 'persistentCacheTask';
export type BlockRulesInput = z.output<typeof blockRules>;

/** A task that the rules would have blocked, and what of them it was. */
export interface BlockedTask extends Pick<CataloguedTask, 'taskId' | 'url' | 'application' | 'tag'> {
  readonly by: 'application' | 'tag' | 'url';
  /** The rule: the application, the tag or the pattern. */
  readonly rule: string;
}

export interface BlockPreview {
  /** How many tasks were looked at, the last changed first. */
  readonly looked: number;
  readonly matched: number;
  /** Hosts that hold one of the matched tasks, as schedulers counted. */
  readonly replicas: number;
  /** At most `maxSamples`. */
  readonly samples: readonly BlockedTask[];
}

const families: Readonly<Record<TaskKind, BlockFamily>> = {
  standard: 'task',
  cache: 'task',
  persistent: 'persistentTask',
  persistent_cache: 'persistentCacheTask',
};
/** What one answer looks at: enough to see what a rule does, without reading the whole catalogue. */
const maxLooked = 2000;
const pageSize = 200;
const maxSamples = 20;

export interface BlockQuery {
  /** Without one: the tasks of every cluster that the reader sees. */
  readonly clusterId?: number | undefined;
  readonly family: BlockFamily;
  readonly rules: BlockRulesInput;
}

/**
 * Which of the tasks that a reader sees a list of rules would have blocked. Peers ask about application and tag before the
 * URL, so does this. Nobody keeps the priority a download asked for: rules about it match nothing here.
 */
export const createBlockPreview =
  ({ catalogue }: { readonly catalogue: Pick<TaskCatalogue, 'search'> }) =>
  async (reader: Reader, { clusterId, family, rules }: BlockQuery): Promise<BlockPreview> => {
    const blockedBy = matcherOf(rules);
    const samples: BlockedTask[] = [];
    let [looked, matched, replicas] = [0, 0, 0];
    let cursor: string | undefined;
    do {
      const page = await catalogue.search(reader, { clusterId, order: 'updatedAt', cursor, limit: pageSize });
      for (const task of page.items) {
        if (families[task.kind] !== family) continue;
        looked += 1;
        const why = blockedBy(task);
        if (why === undefined) continue;
        matched += 1;
        replicas += task.replicas;
        const { taskId, url, application, tag } = task;
        if (samples.length < maxSamples) samples.push({ taskId, url, application, tag, ...why });
      }
      cursor = page.nextCursor;
    } while (cursor !== undefined && looked < maxLooked);
    return { looked, matched, replicas, samples };
  };

function matcherOf({ applications, tags, urls }: BlockRulesInput) {
  const patterns = urls.flatMap((rule) => {
    const pattern = compilePattern(rule);
    return pattern === undefined ? [] : [{ rule, pattern }];
  });
  return ({ application, tag, url }: CataloguedTask): Pick<BlockedTask, 'by' | 'rule'> | undefined => {
    if (applications.includes(application)) return { by: 'application', rule: application };
    if (tags.includes(tag)) return { by: 'tag', rule: tag };
    const found = patterns.find(({ pattern }) => pattern.test(url));
    return found && { by: 'url', rule: found.rule };
  };
}
