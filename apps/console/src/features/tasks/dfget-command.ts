import type { TaskFacts } from '@damselfly/core';
import { taskName } from './task-name.ts';

const plain = /^[\w@%+=:,./-]+$/;

/** One word of a POSIX shell, quoted when it must be. */
export const shellWord = (text: string): string =>
  plain.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/**
 * The line that downloads a task once more; application and tag are part of what names it. `dfget` is what runs dfget
 * against this system.
 */
export function dfgetCommand(
  dfget: string,
  { url, application, tag }: Pick<TaskFacts, 'url' | 'application' | 'tag'>,
): string {
  const output = taskName(url).name.replaceAll(/[^\w.-]+/g, '-');
  const words = [dfget, shellWord(url), '-O', shellWord(output)];
  if (application !== '') words.push('--application', shellWord(application));
  if (tag !== '') words.push('--tag', shellWord(tag));
  return words.join(' ');
}
