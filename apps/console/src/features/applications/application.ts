import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';

export type Application = inferRouterOutputs<AppRouter>['applications']['list'][number];
type Settings = Pick<Application, 'name' | 'url' | 'bio' | 'priority'>;

/** Priorities with a meaning of their own; higher ones up to 20 are kept, and schedulers read them as the last. */
export const priorityValues = [0, 1, 2, 3, 4, 5, 6] as const;
export type PriorityValue = (typeof priorityValues)[number];

/** What a stored priority, 0 to 20, means to a scheduler. */
export const meaningOf = (value: number): PriorityValue => priorityValues[value] ?? 6;

/** One line of the form: a pattern and what URLs that match it get instead. */
export interface UrlRule {
  readonly regex: string;
  readonly value: number;
}

/** The rules with one moved up by a place: the first that matches wins, so the order is theirs. */
export function movedUp(rules: readonly UrlRule[], index: number): readonly UrlRule[] {
  const [before, rule] = [rules[index - 1], rules[index]];
  if (before === undefined || rule === undefined) return rules;
  return [...rules.slice(0, index - 1), rule, before, ...rules.slice(index + 1)];
}

/** The application's settings alone, as the API takes them. */
export const settingsOf = ({ name, url, bio, priority }: Application): Settings => ({
  name,
  url,
  bio,
  priority,
});
