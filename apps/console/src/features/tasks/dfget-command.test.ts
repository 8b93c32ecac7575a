import { expect, test } from 'vitest';
import { dfgetCommand, shellWord } from './dfget-command.ts';

test('what a shell would read otherwise is quoted', () => {
  expect(shellWord("it's $HOME & co")).toBe(String.raw`'it'\''s $HOME & co'`);
  expect(shellWord('http://h:1/a.bin')).toBe('http://h:1/a.bin');
});

test('the line names the same task: its URL, application and tag', () => {
  expect(
    dfgetCommand('npm run dfget --', { url: 'http://h/a/model.bin?x=1&y=2', application: 'train', tag: 'v 1' }),
  ).toBe("npm run dfget -- 'http://h/a/model.bin?x=1&y=2' -O model.bin --application train --tag 'v 1'");
});

test('an output name never leaves the folder or starts another command', () => {
  expect(dfgetCommand('npm run dfget --', { url: 'http://h/a/..%2F..%2Fx%3Brm', application: '', tag: '' })).toBe(
    'npm run dfget -- http://h/a/..%2F..%2Fx%3Brm -O ..-..-x-rm',
  );
});
