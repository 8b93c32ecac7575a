import { createMongoAbility, type MongoAbility, type RawRuleOf, subject as rowOf } from '@casl/ability';
import { type PackRule, packRules } from '@casl/ability/extra';
import type { AccessRule, Action, Subject } from '../domain/access/access-rule.ts';

export type AppAbility = MongoAbility<[Action, Subject]>;

const rawRules = (rules: readonly AccessRule[]): RawRuleOf<AppAbility>[] =>
  rules.map(({ action, subject, conditions }) => ({
    action,
    subject,
    ...(conditions && { conditions: { ...conditions } }),
  }));

/** What a viewer's rules allow. */
export const createAbility = (rules: readonly AccessRule[]): AppAbility =>
  createMongoAbility<AppAbility>(rawRules(rules));

/** True when the rules allow it to this very row, of which only the fields that conditions name matter. */
export const allowsRow = (
  rules: readonly AccessRule[],
  action: Action,
  subject: Exclude<Subject, 'all'>,
  row: Readonly<Record<string, unknown>>,
): boolean => createMongoAbility<MongoAbility>(rawRules(rules)).can(action, rowOf(subject, { ...row }));

/** The rules for a browser: `createMongoAbility(unpackRules(packed))` there gives the same ability. */
export const packAbility = (rules: readonly AccessRule[]): PackRule<RawRuleOf<AppAbility>>[] =>
  packRules(rawRules(rules));
