import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { namedTaskId, persistentCacheTaskId, persistentTaskId } from './task-ids.ts';

test('an object is named as the Rust client names it', () => {
  const identity = { url: 'my-object-key', region: 'us-west-1', endpoint: 'https://s3.us-west-1.amazonaws.com' };
  expect(persistentTaskId(identity)).toBe('b51f4f44921bb585277a5cbac13e7f6e2858238e98546f3ee6bfeb56369979c0');
});

test('a file is named as the Rust client names it, and by a text alone when one is given', () => {
  const content = createHash('sha256').update('This is a test file');
  expect(persistentCacheTaskId(content, { tag: 'tag1', application: 'app1', pieceLength: 1024 })).toBe(
    '7160a071a9acea5ac341e770c14d0211c38a4b15b3bbe2c5f848a706fd47419e',
  );
  expect(namedTaskId('This is a test file')).toBe('e2d0fe1585a63ec6009c8016ff8dda8b17719a637405a4e23c0ff81339148249');
});
