import { createMongoAbility, type MongoAbility, type RawRuleOf } from '@casl/ability';
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

/** The rules for a browser: `createMongoAbility(unpackRules(packed))` there gives the same ability. */
export const packAbility = (rules: readonly AccessRule[]): PackRule<RawRuleOf<AppAbility>>[] =>
  packRules(rawRules(rules));
