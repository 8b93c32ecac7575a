import { expect, test } from 'vitest';
import { z } from 'zod';
import { formatFor } from '../i18n/format.ts';
import { problemsByField } from './form-problems.ts';
import { issueMessages } from './issue-messages.ts';

const schema = z.object({
  name: z.string().min(1).max(5),
  url: z.url(),
  limit: z.int().min(1).max(2000),
  cidrs: z.array(z.string()).max(2),
  scope: z.enum(['all', 'some']),
  nested: z.object({ mail: z.email() }),
});

const problems = (locale: 'en' | 'zh', input: object) => {
  const { error } = schema.safeParse(input);
  return problemsByField(error?.issues ?? [], issueMessages[locale], formatFor(locale));
};

const wrong = { name: '', url: 'x', limit: 5000, cidrs: ['a', 'b', 'c'], scope: 'none', nested: { mail: 'x' } };

test('each finding stands at its field, in words, in the language of the page', () => {
  expect(problems('en', wrong)).toEqual({
    name: 'Fill this in.',
    url: 'This is no address: it begins with http:// or https://.',
    limit: 'At most 2,000.',
    cidrs: 'Too many: at most 2.',
    scope: 'This is none of the choices.',
    'nested.mail': 'This is no e-mail address.',
  });
  expect(problems('zh', { ...wrong, name: 'longer than five' }).name).toBe('太长：最多 5 个字符。');
});

test('half a number and no number are told apart', () => {
  expect(problems('en', { ...wrong, limit: 1.5 }).limit).toBe('This has to be a whole number.');
  expect(problems('en', { ...wrong, limit: Number.NaN }).limit).toBe('This has to be a number.');
});

test('what is as it has to be has no problem', () => {
  const right = { name: 'a', url: 'http://h/', limit: 1, cidrs: [], scope: 'all', nested: { mail: 'a@b.example' } };
  expect(problems('en', right)).toEqual({});
});
