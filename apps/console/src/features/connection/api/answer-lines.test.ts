import { expect, test } from 'vitest';
import { AnswerLines } from './answer-lines.ts';
import { ApiError } from './api-error.ts';

/** What a call hears when these lines come at one moment and nothing after them. */
const heard = (...lines: string[]): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const answer = new AnswerLines([{ resolve, reject }]);
    for (const line of lines) answer.take(line);
    answer.end(new ApiError('It ended early.'));
  });
const [head, result, data] = [
  '{"0":[[0],[null,0,0]]}',
  '[0,0,[[{"result":0}],["result",0,1]]]',
  '[1,0,[[{"data":7}]]]',
];

test('an answer that comes whole at one moment, with its end behind it, is an answer', async () => {
  expect(await heard(head, result, data)).toBe(7);
});

test('an answer that ends before its last part, or its first, is a failure', async () => {
  await expect(heard(head, result)).rejects.toThrow('It ended early.');
  await expect(heard()).rejects.toThrow('It ended early.');
});
