import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dfget, sha256File } from '../harness/dfget.ts';
import { temporaryFolder } from '../harness/folder.ts';
import { type OriginOptions, startOrigin } from '../harness/origin.ts';
import { startTestSystem, type TestSystem } from '../harness/system.ts';

type Answer = NonNullable<OriginOptions['answer']>;

let system: TestSystem;
let out: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  out = await temporaryFolder();
  system = await startTestSystem({ peers: 1 });
});
afterAll(async () => {
  await system[Symbol.asyncDispose]();
  await out[Symbol.asyncDispose]();
});

const MiB = 2 ** 20;
const whole = (response: ServerResponse, body: Buffer, headers: Record<string, string | number> = {}) => {
  response.writeHead(200, { 'content-length': body.length, ...headers }).end(body);
  return true;
};

const refuse = (response: ServerResponse, status: number, headers: Record<string, string> = {}) => {
  response.writeHead(status, { 'content-length': 0, ...headers }).end();
  return true;
};
const chunked: Answer = (_request, response, _n, body) => {
  response.writeHead(200);
  response.end(body);
  return true;
};

const right: [string, number, Answer][] = [
  ['answers 500 once and is fine afterwards', 9 * MiB, (_q, response, n) => n === 1 && refuse(response, 500)],
  ['knows no ranges', 9 * MiB, (_q, response, _n, body) => whole(response, body)],
  ['sends chunks and no length', 9 * MiB + 5, chunked],
  ['holds a file of no bytes', 0, (_q, response) => refuse(response, 200)],
  ['answers 416 to a range of a file of no bytes', 0, () => false],
  ['holds a file smaller than one piece', 1234, () => false],
];

describe('the right file arrives from an origin that', () => {
  test.each(right)('%s', async (title, lengthBytes, answer) => {
    await using origin = await startOrigin({ lengthBytes, answer });
    const file = join(out.path, title.replaceAll(' ', '-'));
    expect(await dfget(system.peer('peer-1').socket, origin.url, file)).toMatchObject({ exitCode: 0 });
    expect(await sha256File(file)).toBe(origin.sha256);
  });
});

const truncated: Answer = (_request, response, _n, body) => {
  response.writeHead(200, { 'content-length': body.length });
  response.write(body.subarray(0, body.length / 2), () => response.destroy());
  return true;
};
const wrongRange: Answer = (request: IncomingMessage, response, _n, body) => {
  if (request.headers.range === undefined || request.headers.range === 'bytes=0-0') return false;
  response
    .writeHead(206, { 'content-range': `bytes 7-${body.length - 1}/${body.length}`, 'content-length': body.length - 7 })
    .end(body.subarray(7));
  return true;
};

/** As many bytes as asked for, from one byte further on; the total would give it away, so it is left out. */
const shiftedRange: Answer = (request, response, _n, body) => {
  const asked = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  const [start, end] = [Number(asked?.[1] ?? 0), Number(asked?.[2] ?? 0)];
  if (end === 0) return false;
  const sent = Buffer.concat([body, body]).subarray(start + 1, end + 2);
  response
    .writeHead(206, { 'content-range': `bytes ${start + 1}-${end + 1}/*`, 'content-length': sent.length })
    .end(sent);
  return true;
};
/** Chunks have no length that could be missed: only the length learnt before shows that some are missing. */
const endsEarly: Answer = (request, response, _n, body) => {
  if (request.headers.range === 'bytes=0-0') return false;
  response.writeHead(200);
  response.end(body.subarray(0, body.length / 2));
  return true;
};

const wrong: [string, Answer, RegExp][] = [
  ['answers 404', (_q, response) => refuse(response, 404), /404/],
  [
    'answers 403 with headers',
    (_q, response) => refuse(response, 403, { 'x-reason': 'no-entry' }),
    /403[\s\S]*no-entry/,
  ],
  ['breaks off in the middle, every time', truncated, /\S/],
  ['ends in the middle as if that were all', endsEarly, /broke off/],
  ['sends another range than it was asked for', wrongRange, /range/i],
  ['sends as many bytes as asked for from another place', shiftedRange, /range/i],
];

describe('a clear error, and the old file untouched, from an origin that', () => {
  test.each(wrong)('%s', async (title, answer, says) => {
    await using origin = await startOrigin({ lengthBytes: 9 * MiB, answer });
    const folder = join(out.path, title.replaceAll(/\W/g, '-'));
    await mkdir(folder);
    const file = join(folder, 'file');
    await writeFile(file, 'the old content');
    const result = await dfget(system.peer('peer-1').socket, origin.url, file, '--overwrite');
    expect(result.exitCode).toBe(1);
    expect(result.output).toMatch(says);
    expect(await readFile(file, 'utf8')).toBe('the old content');
    expect(await readdir(folder)).toEqual(['file']);
  });

  test('a wanted digest that does not match leaves no file under the output name', async () => {
    await using origin = await startOrigin({ lengthBytes: 5 * MiB });
    const folder = join(out.path, 'digest');
    await mkdir(folder);
    const result = await dfget(
      system.peer('peer-1').socket,
      origin.url,
      join(folder, 'f'),
      '--digest',
      `sha256:${'0'.repeat(64)}`,
    );
    expect(result.exitCode).toBe(1);
    expect(result.output).toMatch(/digest|sha256/i);
    expect(await readdir(folder)).toEqual([]);
  });
});
