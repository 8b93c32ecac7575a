import { Failure } from '@damselfly/core';
import type { AccessRule, Action, Conditions, Reader, Subject } from './access-rule.ts';

/**
 * Whether rules allow an action on a row that is about to be made or changed, by the fields that conditions speak of. A
 * condition on a field that `row` does not have is not met.
 */
export const permits = (rules: readonly AccessRule[], action: Action, subject: Subject, row: Conditions): boolean =>
  rules.some(
    (rule) =>
      (rule.action === action || rule.action === 'manage') &&
      (rule.subject === subject || rule.subject === 'all') &&
      Object.entries(rule.conditions ?? {}).every(([field, value]) => row[field] === value),
  );

/** Throws `forbidden`, with a sentence for people, unless `permits`. */
export function demand({ rules }: Reader, action: Action, subject: Subject, row: Conditions): void {
  if (!permits(rules, action, subject, row)) {
    throw new Failure('forbidden', `Your role does not allow this (${action} ${subject}). Ask an administrator.`);
  }
}
