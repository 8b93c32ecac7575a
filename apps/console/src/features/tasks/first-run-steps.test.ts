import { expect, test } from 'vitest';
import { missingOf, stepsOf } from './first-run-steps.ts';

const whole = { activeSchedulers: 1, seedPeers: 1, peers: 2 };

test('what is missing is named in the order to start it', () => {
  expect(missingOf({ activeSchedulers: 0, seedPeers: 0, peers: 0 })).toEqual(['scheduler', 'seed', 'peer']);
  expect(missingOf({ ...whole, peers: 0 })).toEqual(['peer']);
  expect(missingOf(whole)).toEqual([]);
});

test('the pull comes once the system runs, and watching once the pull is asked for', () => {
  expect(stepsOf(undefined, false)).toEqual(['now', 'later', 'later']);
  expect(stepsOf({ ...whole, seedPeers: 0 }, false)).toEqual(['now', 'later', 'later']);
  expect(stepsOf(whole, false)).toEqual(['done', 'now', 'later']);
  expect(stepsOf(whole, true)).toEqual(['done', 'done', 'now']);
});
