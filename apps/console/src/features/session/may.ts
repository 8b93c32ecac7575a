import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';

type Me = inferRouterOutputs<AppRouter>['session']['me'];
/** The rules of a session, as the console packs them. */
export type PackedRules = Me['abilities'];

/** What an area or a button needs. */
export interface Need {
  readonly action: 'create' | 'read' | 'update' | 'delete' | 'use' | 'manage';
  readonly subject: string;
}

/** Fields of a row that conditions speak of: `tenantId`, `schedulerCluster.tenantId`. */
export type RowFields = Readonly<Record<string, unknown>>;

/**
 * True when the rules allow it to some row at least, or to the row that is given: what is worth showing. The server
 * decides. A rule is `[actions, subjects, conditions, inverted]`, names joined by commas; one that forbids without
 * conditions takes all.
 */
export function mayDo(rules: PackedRules, { action, subject }: Need, row?: RowFields): boolean {
  let allowed = false;
  for (const [actions = '', subjects = '', conditions, inverted] of rules) {
    const names = (text: unknown) => String(text).split(',');
    const fits =
      names(actions).some((name) => name === action || name === 'manage') &&
      names(subjects).some((name) => name === subject || name === 'all');
    if (!fits) continue;
    if (!inverted && !fitsRow(conditions, row)) continue;
    if (!inverted) allowed = true;
    else if (!conditions) allowed = false;
  }
  return allowed;
}

/** Every field that a rule speaks of has its value in the row; without a row any row will do. */
const fitsRow = (conditions: unknown, row: RowFields | undefined): boolean =>
  row === undefined ||
  typeof conditions !== 'object' ||
  conditions === null ||
  Object.entries(conditions).every(([field, value]) => row[field] === value);
