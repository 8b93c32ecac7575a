import type { PureAbility } from '@casl/ability';
import { accessibleBy, createAbilityFactory, type PrismaQueryFactory } from '@casl/prisma/runtime';
import type { Prisma } from '../generated/client.ts';

/** Field values a row must have. */
export type Conditions = Readonly<Record<string, string | number | boolean | null>>;

/** On whose behalf rows are read. Several rules for one action and subject are alternatives. */
export interface Reader {
  readonly rules: readonly { readonly action: string; readonly subject: string; readonly conditions?: Conditions }[];
}

type Model = keyof Prisma.TypeMap['model'];
type Where<M extends Model> = NonNullable<Prisma.TypeMap['model'][M]['operations']['findFirst']['args']['where']>;
type Ability = PureAbility<[string, Model], PrismaQueryFactory<Prisma.TypeMap>>;

const createAbility = createAbilityFactory<Model, PrismaQueryFactory<Prisma.TypeMap>>();

/** Models that permissions know by another name. */
const subjectOf: Partial<Record<Model, string>> = { UsageSample: 'Usage', QuotaUsage: 'Quota' };

/** The filter that leaves the rows a reader may do `action` with; `undefined` when that is none at all. */
export function accessible<M extends Model>(reader: Reader, action: string, model: M): Where<M> | undefined {
  const subject = subjectOf[model] ?? model;
  const ability = createAbility<Ability>(
    reader.rules
      .filter((rule) => rule.subject === subject || rule.subject === 'all')
      .map(({ action, subject, conditions }) => ({
        action,
        // The subject `all` is no model; CASL takes it for every one.
        subject: (subject === 'all' ? subject : model) as Model,
        ...(conditions && { conditions: nested(conditions) }),
      })),
  );
  if (!ability.can(action, model)) return undefined;
  return accessibleBy(ability, action)[model];
}

/** The filter that leaves the rows a reader may see; `undefined` when that is none at all. */
export const readable = <M extends Model>(reader: Reader, model: M): Where<M> | undefined =>
  accessible(reader, 'read', model);

type Nested = { [field: string]: Conditions[string] | Nested };

/** `{ 'a.b': 1 }` as a filter on the related row: `{ a: { b: 1 } }`. */
function nested(conditions: Conditions): Nested {
  const filter: Nested = {};
  for (const [path, value] of Object.entries(conditions)) {
    const fields = path.split('.');
    const last = fields.pop() ?? path;
    let at = filter;
    for (const field of fields) {
      const inner = at[field];
      const next = typeof inner === 'object' && inner !== null ? inner : {};
      at[field] = next;
      at = next;
    }
    at[last] = value;
  }
  return filter;
}
