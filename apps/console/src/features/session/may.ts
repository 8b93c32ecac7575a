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

/**
 * True when the rules allow it to some row at least: what is worth showing. The server decides about the row. A rule is
 * `[actions, subjects, conditions, inverted]`, names joined by commas; one that forbids without conditions takes all.
 */
export function mayDo(rules: PackedRules, { action, subject }: Need): boolean {
  let allowed = false;
  for (const [actions = '', subjects = '', conditions, inverted] of rules) {
    const names = (text: unknown) => String(text).split(',');
    const fits =
      names(actions).some((name) => name === action || name === 'manage') &&
      names(subjects).some((name) => name === subject || name === 'all');
    if (!fits) continue;
    if (!inverted) allowed = true;
    else if (!conditions) allowed = false;
  }
  return allowed;
}
