import type { Failure } from '@damselfly/core';

const fence = '*'.repeat(40);

/** A failure for people, in the fenced form users of dfget know: what happened, and what the origin said. */
export function failureReport(failure: Failure, colours: boolean, what = 'Download'): string {
  const red = (text: string) => (colours ? `\x1b[31m${text}\x1b[0m` : text);
  const { origin } = failure;
  const status = origin === undefined ? [] : [`Bad Status Code: ${origin.statusCode}`];
  const header = Object.entries(origin?.header ?? {}).map(([key, value]) => `    [${key}]: ${value}`);
  return [
    red(`${what} failed!`),
    fence,
    ...status,
    `Bad Code: ${failure.code}`,
    '',
    `Message: ${failure.message}`,
    ...(header.length === 0 ? [] : ['Header:', ...header]),
    fence,
  ].join('\n');
}

/** A failure for scripts: one JSON line. */
export function failureLine(failure: Failure): string {
  const { code, message, origin } = failure;
  return JSON.stringify({ event: 'failed', code, message, ...(origin === undefined ? {} : { origin }) });
}
