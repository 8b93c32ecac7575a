import { Failure } from '@damselfly/core';
import type { Viewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';
import { authorOf } from '../audit/author.ts';
import type { Revising, Revision } from '../revisions/revisions.ts';
import {
  type ConfigDocument,
  canonical,
  configDocument,
  type Entry,
  type SectionName,
  sameValue,
  sectionNames,
} from './document.ts';
import type { Found, Sections } from './sections.ts';

/** One thing that a document would change. */
export interface ConfigChange {
  readonly section: SectionName;
  readonly name: string;
  readonly action: 'create' | 'update' | 'delete';
  /** Absent for what is made, or deleted. */
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface ApplyOptions {
  /** What a section does not name is deleted; it stays otherwise. */
  readonly prune: boolean;
  readonly comment: string;
}

export interface Applied {
  readonly changes: readonly ConfigChange[];
  /** Of what was kept afterwards; absent when nothing changed. */
  readonly revision?: number;
}

/** Keeps what a tenant was configured to be after each change of the whole. */
export interface ConfigHistoryStore {
  keep(tenantId: string, document: ConfigDocument, revising: Revising): Promise<number>;
  /** Newest first. */
  list(tenantId: string, limit: number): Promise<readonly Revision[]>;
  revision(tenantId: string, revision: number): Promise<Revision | undefined>;
}

/** The configuration of the viewer's tenant as one document. */
export interface ConfigCode {
  /** Everything the viewer may look after, always in the same order. */
  export(viewer: Viewer): Promise<ConfigDocument>;
  /** What a document would change, in the order it would be done. Throws `invalid` with the field. */
  diff(
    viewer: Viewer,
    document: ConfigDocument,
    options: Pick<ApplyOptions, 'prune'>,
  ): Promise<readonly ConfigChange[]>;
  /** Does it. Throws at the first change that fails and says how many were made; those stay. */
  apply(viewer: Viewer, document: ConfigDocument, options: ApplyOptions): Promise<Applied>;
  history(viewer: Viewer): Promise<readonly Revision[]>;
  /** The document of a revision. Throws `notFound`. */
  revision(viewer: Viewer, revision: number): Promise<ConfigDocument>;
}

export interface ConfigCodeNeeds {
  readonly sections: Sections;
  readonly store: ConfigHistoryStore;
  readonly audit: Pick<Audit, 'record'>;
}

const historyLimit = 200;

interface Step extends ConfigChange {
  readonly found?: Found<Entry>;
  readonly wanted?: Entry;
}

export function createConfigCode({ sections, store, audit }: ConfigCodeNeeds): ConfigCode {
  const plan = async (viewer: Viewer, document: ConfigDocument, prune: boolean): Promise<Step[]> => {
    const made: Step[] = [];
    const gone: Step[] = [];
    for (const section of sectionNames) {
      const wanted: readonly Entry[] | undefined = document[section];
      if (wanted === undefined) continue;
      const found = new Map((await sections[section].read(viewer)).map((one) => [one.value.name, one]));
      for (const raw of byName(wanted)) {
        const after = await sections[section].normal(viewer, raw);
        const before = found.get(after.name);
        found.delete(after.name);
        const { name } = after;
        if (before === undefined) made.push({ section, name, action: 'create', after, wanted: after });
        else if (!sameValue(before.value, after))
          made.push({ section, name, action: 'update', before: before.value, after, wanted: after, found: before });
      }
      const rest = byName([...found.values()].map((one) => ({ ...one, name: one.value.name })));
      for (const { name, ...one } of prune ? rest : [])
        gone.unshift({ section, name, action: 'delete', before: one.value, found: one });
    }
    return [...made, ...gone];
  };
  const run = async (viewer: Viewer, { section, action, found, wanted }: Step, comment: string) => {
    const domain = sections[section];
    if (action === 'create' && wanted) await domain.create(viewer, wanted, comment);
    if (action === 'update' && found && wanted) await domain.update(viewer, found, wanted, comment);
    if (action === 'delete' && found) await domain.remove(viewer, found, comment);
  };
  const whole = async (viewer: Viewer): Promise<ConfigDocument> => {
    const parts: [SectionName, readonly Entry[]][] = [];
    for (const section of sectionNames) {
      const values = (await sections[section].read(viewer)).map(({ value }) => value);
      parts.push([section, byName(values).map((value) => canonical(value) as Entry)]);
    }
    return configDocument.parse({ version: 1, ...Object.fromEntries(parts) });
  };

  return {
    export: whole,
    diff: async (viewer, document, { prune }) => (await plan(viewer, document, prune)).map(shown),
    async apply(viewer, document, { prune, comment }) {
      const steps = await plan(viewer, document, prune);
      for (const [n, step] of steps.entries()) {
        try {
          await run(viewer, step, comment);
        } catch (thrown) {
          const { code, message } = Failure.from(thrown);
          if (code === 'internal') throw thrown;
          const what = `${step.action} ${step.section}.${step.name}: ${message}`;
          throw new Failure(code, `${what} (${n} of ${steps.length} changes were made)`, { cause: thrown });
        }
      }
      const changes = steps.map(shown);
      if (steps.length === 0) return { changes };
      const tenantId = viewer.tenant.id;
      const revision = await store.keep(tenantId, await whole(viewer), { author: authorOf(viewer), comment });
      const after = { revision, changes: changes.map(({ section, name, action }) => `${action} ${section}.${name}`) };
      await audit.record(viewer, {
        action: 'apply',
        target: { kind: 'ConfigRevision', id: revision },
        tenantId,
        after,
      });
      return { changes, revision };
    },
    history: (viewer) => store.list(viewer.tenant.id, historyLimit),
    async revision(viewer, revision) {
      const kept = configDocument.safeParse((await store.revision(viewer.tenant.id, revision))?.value);
      if (!kept.success) throw new Failure('notFound', `There is no revision ${revision} to go back to.`);
      return kept.data;
    },
  };
}

const byName = <T extends Entry>(all: readonly T[]): T[] => [...all].sort((a, b) => (a.name < b.name ? -1 : 1));

const shown = ({ section, name, action, before, after }: Step): ConfigChange => ({
  ...{ section, name, action },
  ...(before !== undefined && { before: canonical(before) }),
  ...(after !== undefined && { after: canonical(after) }),
});
