import { expect, test } from 'vitest';
import { cn } from './cn.ts';

test.each([
  [['p-2 text-sm', 'p-4'], 'text-sm p-4'],
  [['px-3 py-2', 'p-1'], 'p-1'],
  [['p-1', 'px-3'], 'p-1 px-3'],
  [['size-8', 'size-7'], 'size-7'],
  [['h-9 w-full', 'size-5'], 'size-5'],
  [['text-sm text-muted text-right', 'text-ink'], 'text-sm text-right text-ink'],
  [['text-xs', 'text-2xl'], 'text-2xl'],
  [['hover:bg-hover bg-surface', 'bg-band'], 'hover:bg-hover bg-band'],
  [['sm:p-2 p-1', 'sm:p-6'], 'p-1 sm:p-6'],
  [['border border-line', 'border-failed/40'], 'border border-failed/40'],
  [['[&>svg]:text-muted', '[&>svg]:text-done'], '[&>svg]:text-muted [&>svg]:text-done'],
  [['absolute', false, undefined, 'fixed'], 'fixed'],
  [['-mx-1', 'mx-2'], 'mx-2'],
])('%j becomes %s', (values, joined) => {
  expect(cn(...values)).toBe(joined);
});

test('a gap across and a gap down are two properties, and so are the insets', () => {
  expect(cn('gap-x-8 gap-y-3')).toBe('gap-x-8 gap-y-3');
  expect(cn('gap-x-8 gap-y-3', 'gap-2')).toBe('gap-2');
  expect(cn('inset-x-0 inset-y-2')).toBe('inset-x-0 inset-y-2');
});
