import { Failure } from '@damselfly/core';
import { Metadata } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { decodeBackend, encodeBackend } from './backend-error.ts';
import { unaryCall } from './client/call.ts';
import { Backend } from './gen/errordetails/v2/errordetails.ts';
import { HealthClient } from './gen/grpc/health/v1/health.ts';
import { loopback } from './testing/loopback.ts';
import { shapes } from './testing/services.ts';

const origin = { statusCode: 404, header: { 'content-type': 'text/plain' } };

test("an origin's answer crosses a call whole", async () => {
  await using host = await loopback(
    shapes.unary(() => Promise.reject(new Failure('origin', 'no such blob', { origin }))),
  );
  const client = host.client(HealthClient);
  const asked = unaryCall(client.check.bind(client), { service: '' });
  await expect(asked).rejects.toMatchObject({ code: 'origin', message: 'no such blob', origin });
  expect(host.internalErrors).toEqual([]);
});

test('it is written as JSON with the names other clients read', () => {
  const details = encodeBackend(new Failure('origin', 'no such blob', { origin }))?.get('grpc-status-details-bin')[0];
  expect(JSON.parse(String(details))).toEqual({ message: 'no such blob', header: origin.header, status_code: 404 });
});

test('headers too large for trailers are left out, the status is not', () => {
  const large = { statusCode: 500, header: { 'set-cookie': 'x'.repeat(20_000) } };
  const metadata = encodeBackend(new Failure('origin', 'broken', { origin: large }));
  expect(decodeBackend(metadata)).toEqual(Backend.create({ message: 'broken', header: {}, statusCode: 500 }));
});

test('protobuf is read as well', () => {
  const backend = Backend.create({ message: 'gone', header: { a: 'b' }, statusCode: 410 });
  expect(decodeBackend(withDetails(Buffer.from(Backend.encode(backend).finish())))).toEqual(backend);
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['broken JSON', Buffer.from('{"message":')],
  ['JSON of another shape', Buffer.from('{"message":{"deep":1}}')],
  ['random bytes', Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f, 1])],
  ['another protobuf message', Buffer.from([0x08, 0x0d, 0x18, 0x01])],
])('details that are %s say nothing', (_, bytes) => {
  expect(decodeBackend(withDetails(bytes))).toBeUndefined();
});

test('JSON with odd parts keeps the good ones', () => {
  const odd = Buffer.from('{"message":"m","header":{"a":"b","c":3},"status_code":null}');
  expect(decodeBackend(withDetails(odd))).toEqual(Backend.create({ message: 'm', header: { a: 'b' } }));
});

function withDetails(bytes: Buffer): Metadata {
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', bytes);
  return metadata;
}
