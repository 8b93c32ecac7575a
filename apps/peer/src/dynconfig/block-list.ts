import { Failure } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import { z } from 'zod';
import type { TaskKind } from '../transport/transport.ts';

/** Longer patterns are refused: they are tried on every download. */
const maxPatternLength = 1024;
const texts = z.array(z.string()).nullish();
const rules = z.object({ applications: texts, urls: texts, tags: texts, priorities: z.array(z.number()).nullish() });
const directions = z.object({ download: rules.nullish(), upload: rules.nullish() });
const families = z.object({
  task: directions.nullish(),
  persistent_task: directions.nullish(),
  persistent_cache_task: directions.nullish(),
  persistentTask: directions.nullish(),
  persistentCacheTask: directions.nullish(),
});
/** Managers write JSON in one fashion, people YAML in the other. */
const clusterConfig = z.object({ block_list: families.nullish(), blockList: families.nullish() });

interface Rules {
  readonly applications: ReadonlySet<string>;
  readonly urls: readonly RegExp[];
  readonly tags: ReadonlySet<string>;
  readonly priorities: ReadonlySet<number>;
}

/** What is looked at to decide whether a task is blocked. */
export interface BlockSubject {
  readonly kind?: TaskKind | undefined;
  readonly url: string;
  readonly application: string;
  readonly tag: string;
  /** Only downloads have one. */
  readonly priority?: number;
}

type Direction = 'download' | 'upload';

export interface BlockListOptions {
  readonly log: Log;
  readonly onBlocked: (direction: Direction, subject: BlockSubject) => void;
}

/**
 * What the manager, or the file in its place, forbids on this host, as last heard of. A task is blocked when its application, tag or priority is
 * listed, or a pattern matches its URL. Downloads that are under way go on.
 */
export class BlockList {
  readonly #options: BlockListOptions;
  #text = '';
  #rules = new Map<string, Rules>();

  constructor(options: BlockListOptions) {
    this.#options = options;
  }

  /** Takes in the cluster's configuration, JSON as the manager sends it. One that makes no sense changes nothing. */
  update(config: Uint8Array): void {
    const text = new TextDecoder().decode(config);
    if (text === this.#text) return;
    try {
      const parsed = clusterConfig.parse(text === '' ? {} : JSON.parse(text));
      const list = parsed.block_list ?? parsed.blockList;
      const next = new Map<string, Rules>();
      for (const [family, part] of [
        ['task', list?.task],
        ['persistent', list?.persistent_task ?? list?.persistentTask],
        ['persistentCache', list?.persistent_cache_task ?? list?.persistentCacheTask],
      ] as const) {
        if (part?.download) next.set(`${family} download`, this.#compile(part.download));
        if (part?.upload) next.set(`${family} upload`, this.#compile(part.upload));
      }
      this.#rules = next;
      this.#options.log.info({ blocking: [...next.keys()] }, 'what is blocked has changed');
    } catch (err) {
      this.#options.log.warn({ err }, 'a block list makes no sense; the last one stays');
    }
    this.#text = text;
  }

  /** Throws `forbidden` for what may not be downloaded here. */
  checkDownload(subject: BlockSubject): void {
    this.#check('download', subject);
  }

  /** Throws `forbidden` for what may not be imported here. */
  checkUpload(subject: BlockSubject): void {
    this.#check('upload', subject);
  }

  #check(direction: Direction, subject: BlockSubject): void {
    const { kind = 'standard', url, application, tag, priority } = subject;
    const family = kind === 'standard' || kind === 'cache' ? 'task' : kind;
    const blocked = this.#rules.get(`${family} ${direction}`);
    if (blocked === undefined) return;
    const what =
      (blocked.applications.has(application) && 'its application') ||
      (blocked.tags.has(tag) && 'its tag') ||
      (priority !== undefined && blocked.priorities.has(priority) && 'its priority') ||
      (blocked.urls.some((pattern) => pattern.test(url)) && 'its URL');
    if (!what) return;
    this.#options.onBlocked(direction, subject);
    throw new Failure('forbidden', `this ${direction} is blocked by the manager for ${what}`);
  }

  #compile({ applications, urls, tags, priorities }: z.output<typeof rules>): Rules {
    return {
      applications: new Set(applications ?? []),
      tags: new Set(tags ?? []),
      priorities: new Set(priorities ?? []),
      urls: (urls ?? []).flatMap((pattern) => {
        try {
          if (pattern.length > maxPatternLength) throw new Failure('invalid', 'the pattern is too long');
          return [new RegExp(pattern)];
        } catch (err) {
          this.#options.log.warn({ err, pattern: pattern.slice(0, 100) }, 'a pattern of the block list is left out');
          return [];
        }
      }),
    };
  }
}
