import { Failure } from '@damselfly/core';
import type { AccessRule, Reader } from './access-rule.ts';

/** Whether holding `held` includes everything `wanted` allows. */
export const covers = (held: readonly AccessRule[], wanted: AccessRule): boolean =>
  held.some(
    ({ action, subject, conditions = {} }) =>
      (action === wanted.action || action === 'manage') &&
      (subject === wanted.subject || subject === 'all') &&
      Object.entries(conditions).every(([field, value]) => wanted.conditions?.[field] === value),
  );

/** Throws `forbidden` unless a viewer holds all that is about to be given: nobody gives what they do not have. */
export function demandHolding(giver: Reader, given: readonly AccessRule[]): void {
  const missing = given.find((rule) => !covers(giver.rules, rule));
  if (missing !== undefined) {
    throw new Failure(
      'forbidden',
      `You cannot give what you do not hold (${missing.action} ${missing.subject}). Ask an administrator.`,
    );
  }
}
