import { expect, test } from 'vitest';
import { planFolder, planNamed } from './folder-plan.ts';

const top = 'mem://bucket/top/';
const file = (path: string, contentLength = 1) => ({ url: top + path, contentLength, isFolder: false });
const folder = (path: string) => ({ url: `${top}${path}/`, contentLength: 0, isFolder: true });

test('files keep their places, in plain characters, and folders come before what is in them', () => {
  const entries = [file('b/c/d%20e', 5), file('a'), folder('empty'), folder('b')];
  expect(planFolder(top, entries, [], '/out')).toEqual({
    folders: ['/out/b', '/out/b/c', '/out/empty'],
    files: [
      { url: `${top}b/c/d%20e`, output: '/out/b/c/d e', bytes: 5 },
      { url: `${top}a`, output: '/out/a', bytes: 1 },
    ],
  });
});

test.each([
  [['*.json'], ['a.json']],
  [['**/*.json'], ['a.json', 'x/b.json', 'x/y/c.json']],
  [['x/**'], ['x/b.json', 'x/y/c.json', 'x/y/w+1.bin']],
  [
    ['x/y/w+?.bin', 'a.json'],
    ['a.json', 'x/y/w+1.bin'],
  ],
  [['nothing'], []],
])('%j chooses %j', (includes, paths) => {
  const entries = ['a.json', 'x/b.json', 'x/y/c.json', 'x/y/w+1.bin'].map((path) => file(path));
  const { files } = planFolder(top, entries, includes, '/o');
  expect(files.map(({ output }) => output.slice(3))).toEqual(paths);
});

test.each(['../x', '%2e%2e/x', 'a/%2e%2e%2f%2e%2e%2fx', 'a//b', 'a%00b', 'a%5Cb'])(
  'a file called %s leads out of the folder and is refused',
  (path) => {
    expect(() => planFolder(top, [{ url: top + path, contentLength: 1, isFolder: false }], [], '/out')).toThrow(
      /leads elsewhere|not in/,
    );
  },
);

test('a file of another place is refused', () => {
  for (const url of ['mem://other/top/x', 'mem://bucket/else/x', 'http://bucket/top/x']) {
    expect(() => planFolder(top, [{ url, contentLength: 1, isFolder: false }], [], '/out')).toThrow(/not in/);
  }
});

test('files that are named need no listing', () => {
  const { files } = planNamed('https://a.test/m/?token=1', ['w/part 1', 'c.json'], '/out');
  expect(files).toEqual([
    { url: 'https://a.test/m/w/part%201?token=1', output: '/out/w/part 1', bytes: 0 },
    { url: 'https://a.test/m/c.json?token=1', output: '/out/c.json', bytes: 0 },
  ]);
});
