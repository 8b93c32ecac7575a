import { join } from 'node:path';
import { Failure } from '@damselfly/core';
import type { SourceEntry } from '@damselfly/sdk';

/** One file of a folder: where it comes from and where it goes. */
export interface PlannedFile {
  readonly url: string;
  readonly output: string;
  /** 0 where the source does not say. */
  readonly bytes: number;
}

export interface FolderPlan {
  /** Absolute paths, those above before those below. */
  readonly folders: readonly string[];
  readonly files: readonly PlannedFile[];
}

/** True when a pattern stands for names that have to be looked up. */
export const isPattern = (text: string) => /[*?]/.test(text);

/**
 * Which of the listed files are wanted and where under `output` they go. `includes` are paths below the folder, with `*`,
 * `?` and `**`; all files when there is none. A name that would lead out of `output` is refused as `corrupt`.
 */
export function planFolder(
  folder: string,
  entries: readonly SourceEntry[],
  includes: readonly string[],
  output: string,
): FolderPlan {
  const wanted = includes.map(patternOf);
  const places = entries.map((entry) => ({ entry, path: pathBelow(folder, entry.url) }));
  const files = places
    .filter(({ entry, path }) => !entry.isFolder && path !== '')
    .filter(({ path }) => wanted.length === 0 || wanted.some((pattern) => pattern.test(path)))
    .map(({ entry, path }) => ({ url: entry.url, output: join(output, path), bytes: entry.contentLength }));
  const empty = wanted.length > 0 ? [] : places.filter(({ entry, path }) => entry.isFolder && path !== '');
  const folders = new Set([
    ...files.flatMap((file) => foldersAbove(output, file.output)),
    ...empty.map(({ path }) => join(output, path)),
  ]);
  return { folders: [...folders].sort(), files };
}

/** The files that are named themselves: nobody has to list anything for them. */
export function planNamed(folder: string, names: readonly string[], output: string): FolderPlan {
  const entries = names.map((name) => {
    const url = new URL(folder);
    url.pathname += name.split('/').map(encodeURIComponent).join('/');
    return { url: url.toString(), contentLength: 0, isFolder: false };
  });
  return planFolder(folder, entries, [], output);
}

/** The way from the folder to one of its entries, in plain characters and without detours. */
function pathBelow(folder: string, url: string): string {
  const [top, below] = [new URL(folder), new URL(url)];
  if (below.origin !== top.origin || below.host !== top.host || !below.pathname.startsWith(top.pathname)) {
    throw new Failure('corrupt', `the source lists ${url}, which is not in ${folder}`);
  }
  const names = below.pathname.slice(top.pathname.length).replace(/\/$/, '').split('/').map(plain);
  if (names.length === 1 && names[0] === '') return '';
  if (names.some((name) => name === '' || name === '.' || name === '..' || /[/\\\0]/.test(name))) {
    throw new Failure('corrupt', `the source lists ${url}, whose name leads elsewhere; it is not downloaded`);
  }
  return names.join('/');
}

function plain(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // As it stands it is no escape, and no detour either.
  }
}

function foldersAbove(output: string, file: string): string[] {
  const names = file.slice(output.length).split('/').slice(1, -1);
  return names.map((_, depth) => join(output, ...names.slice(0, depth + 1)));
}

/** `**` crosses folders, `*` and `?` do not. */
function patternOf(text: string): RegExp {
  const source = text.replaceAll(/\*\*\/?|[*?]|[^*?]+/g, (part) => {
    if (part.startsWith('**')) return part.endsWith('/') ? '(?:.*/)?' : '.*';
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    return part.replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&');
  });
  return new RegExp(`^${source}$`, 'u');
}
