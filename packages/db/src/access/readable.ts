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

/** The filter that leaves the rows a reader may see; `undefined` when that is none at all. */
export function readable<M extends Model>(reader: Reader, model: M): Where<M> | undefined {
  const ability = createAbility<Ability>(
    reader.rules.map(({ action, subject, conditions }) => ({
      action,
      // The subject `all` and those of live data are no models; they match none.
      subject: subject as Model,
      ...(conditions && { conditions: { ...conditions } }),
    })),
  );
  if (!ability.can('read', model)) return undefined;
  return accessibleBy(ability, 'read')[model];
}
