import { type ClientHttp2Session, connect, constants } from 'node:http2';
import { Failure } from '@damselfly/core';
import { expect, test } from 'vitest';
import { PublishRequest, type PublishResponse } from '../gen/damselfly/topology/v1/topology.ts';
import { loopback } from '../testing/loopback.ts';
import { rawCall } from '../testing/raw-call.ts';
import { shapes, summaries, watch } from '../testing/services.ts';
import type { BidiHandler } from './handlers.ts';

type Publish = BidiHandler<PublishRequest, PublishResponse>;

const answersOnceThenEnds: Publish = async function* (requests) {
  for await (const _ of requests) {
    yield watch('t'.repeat(2_000));
    return;
  }
};

const failsAtOnce: Publish = () => {
  throw new Failure('precondition', 'no candidate parents');
};

const failsAfterAnAnswer: Publish = async function* () {
  yield watch('t');
  throw new Failure('precondition', 'no candidate parents');
};

test.each([
  ['a call that ends well', answersOnceThenEnds, '0'],
  ['a call refused before any answer', failsAtOnce, '9'],
  ['a call that fails after an answer', failsAfterAnAnswer, '9'],
])('a client that never half-closes sees the status and then a closed stream: %s', async (_, handler, status) => {
  await using host = await loopback(shapes.bidi(handler));
  const session = connect(`http://${host.address}`);
  const seen = await seenByOpenCaller(session);
  expect(seen).toEqual({ status, rstCode: constants.NGHTTP2_NO_ERROR });
  session.close();
});

test('a hundred such streams on one connection all get their status before the reset', async () => {
  await using host = await loopback(shapes.bidi(answersOnceThenEnds));
  const session = connect(`http://${host.address}`);
  const all = await Promise.all(Array.from({ length: 100 }, () => seenByOpenCaller(session)));
  expect(all).toEqual(Array(100).fill({ status: '0', rstCode: constants.NGHTTP2_NO_ERROR }));
  session.close();
});

test('a request that cannot be decoded releases its stream, too', async () => {
  await using host = await loopback(shapes.bidi(answersOnceThenEnds));
  const session = connect(`http://${host.address}`);
  expect(await seenByOpenCaller(session, Buffer.from([0xff, 0xff]))).toEqual({
    status: '13',
    rstCode: constants.NGHTTP2_NO_ERROR,
  });
  session.close();
});

/** Opens a call, sends one request, keeps its side open, and waits for the stream to be closed from the other side. */
function seenByOpenCaller(
  session: ClientHttp2Session,
  message: Uint8Array = PublishRequest.encode(summaries('x')).finish(),
): Promise<{ status: unknown; rstCode: number }> {
  const stream = rawCall(session, '/damselfly.topology.v1.TopologyService/Publish', message);
  let status: unknown;
  const note = (headers: Record<string, unknown>) => {
    status ??= headers['grpc-status'];
  };
  stream.on('response', note).on('trailers', note).resume();
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`still open, status ${String(status)}`)), 2_000);
    stream.on('error', reject);
    stream.on('close', () => {
      clearTimeout(late);
      resolve({ status, rstCode: stream.rstCode ?? -1 });
    });
  });
}
