import { expect, test } from 'vitest';
import { ApiError } from './api/api-error.ts';
import { callFailure, passes } from './call-failure.ts';
import { failureText } from './failure-text.ts';

const answer = (data: object) => ApiError.told({ message: 'There is no cluster 7.', code: -32004, data });

test('a failure told by the console keeps its code and its words', () => {
  const failure = callFailure(answer({ code: 'NOT_FOUND', failure: 'notFound' }));
  expect(failure).toEqual({ code: 'notFound', said: 'There is no cluster 7.' });
  expect(passes(failure)).toBe(false);
  expect(failureText(failure, 'en')).toBe('There is no cluster 7.');
  expect(failureText(failure, 'zh')).toBe('对象不存在或已被删除。 (There is no cluster 7.)');
});

test('no answer at all is unreachable, which passes', () => {
  const failure = callFailure(new ApiError('The console does not answer.'));
  expect(failure.code).toBe('unreachable');
  expect(passes(failure)).toBe(true);
});

test('an input that the console refuses is the address being wrong, and not shown as its raw complaint', () => {
  const failure = callFailure(answer({ code: 'BAD_REQUEST' }));
  expect(failure.code).toBe('invalid');
  expect(failureText(failure, 'en')).not.toContain('cluster 7');
});

test('what a page throws by itself says nothing of its inside', () => {
  const failure = callFailure(new Error('x is undefined'));
  expect(failure.code).toBe('page');
  expect(failureText(failure, 'en')).not.toContain('x is');
});
