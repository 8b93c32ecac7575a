import { expect, test } from 'vitest';
import { changedParts, changesBetween } from './diff.ts';
import { blockPlaces, countOf, newSettings, noRules, rulesAt, withRules } from './settings.ts';

const settings = { ...newSettings, name: 'edge' };

test('values are told with both sides, lists by what came and went, and nothing else', () => {
  const after = {
    ...settings,
    peerLoadLimit: 50,
    scopes: { ...settings.scopes, cidrs: ['10.0.0.0/8', '192.168.0.0/16'] },
  };
  const before = { ...settings, scopes: { ...settings.scopes, cidrs: ['10.0.0.0/8', '172.16.0.0/12'] } };
  expect(changesBetween(before, after)).toEqual([
    { path: 'peerLoadLimit', kind: 'value', before: 200, after: 50 },
    { path: 'scopes.cidrs', kind: 'list', added: ['192.168.0.0/16'], removed: ['172.16.0.0/12'], reordered: false },
  ]);
});

test('another order is a change: the first pattern that matches wins', () => {
  expect(changesBetween({ urls: ['a', 'b'] }, { urls: ['b', 'a'] })).toMatchObject([{ reordered: true, added: [] }]);
});

test('what is absent equals what is empty', () => {
  expect(changesBetween({ peerBlockList: {} }, { peerBlockList: { task: { download: noRules } } })).toEqual([]);
  expect(changesBetween({ bio: '' }, {})).toEqual([]);
});

test('a revision before the first is told as all that was set', () => {
  expect(changesBetween(undefined, { name: 'edge', isDefault: false }).map(({ path }) => path)).toEqual([
    'name',
    'isDefault',
  ]);
});

test('only the parts that differ are sent, each whole', () => {
  const scopes = { ...settings.scopes, idc: 'hz' };
  expect(changedParts(settings, { ...settings, scopes })).toEqual({ scopes });
  expect(changedParts(settings, { ...settings })).toEqual({});
});

test('rules are put in their place, and a place without rules is left out', () => {
  const [tasks, persistent, imports] = blockPlaces;
  if (tasks === undefined || persistent === undefined || imports === undefined) throw new Error('places are missing');
  const rules = { ...noRules, urls: ['\\.iso$'] };
  const list = withRules(withRules({}, tasks, rules), imports, { ...noRules, tags: ['x'] });
  expect(list).toEqual({ task: { download: rules }, persistentTask: { upload: { ...noRules, tags: ['x'] } } });
  expect(rulesAt(list, persistent)).toEqual(noRules);
  expect(countOf(rulesAt(list, tasks))).toBe(1);
  expect(withRules(withRules(list, tasks, noRules), imports, noRules)).toEqual({});
});
