import { expect, test } from 'vitest';
import { grouped, viewQuery } from './view.ts';

test('a view keeps what narrows and sorts a page, and not what stands open on it', () => {
  expect(viewQuery('sort=-size&q=nginx&open=new&state=')).toBe('q=nginx&sort=-size');
  expect(viewQuery('q=nginx&sort=-size')).toBe(viewQuery('sort=-size&q=nginx'));
  expect(viewQuery('')).toBe('');
});

test('the own views stand before those of others', () => {
  const view = (name: string, own: boolean) => ({ id: 1, page: '/tasks', query: '', shared: !own, name, own });
  const { own, shared } = grouped([view('b', true), view('c', false), view('a', true)]);
  expect(own.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(shared.map(({ name }) => name)).toEqual(['c']);
});
