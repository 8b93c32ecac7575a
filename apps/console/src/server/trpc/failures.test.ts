import { Failure } from '@damselfly/core';
import { silentLog } from '@damselfly/core/node';
import { TRPCError } from '@trpc/server';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { publicMessage, toTrpcError } from './failures.ts';

const at = { log: silentLog(), path: 'x' };

describe('errors on their way out', () => {
  test('a failure keeps its text and takes the code of the table', () => {
    const error = toTrpcError(
      new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: new Failure('exhausted', 'Too many.') }),
      at,
    );
    expect(error).toMatchObject({ code: 'TOO_MANY_REQUESTS', message: 'Too many.' });
  });

  test.each([new Error('password=hunter2'), new Failure('internal', 'password=hunter2'), 'password=hunter2'])(
    'what was not meant for callers loses its text',
    (thrown) => {
      const error = toTrpcError(thrown, at);
      expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
      expect(`${error.message} ${publicMessage(error)}`).not.toContain('hunter2');
    },
  );

  test('an error that no procedure translated is masked as well', () => {
    const error = new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: 'hunter2', cause: new Error('hunter2') });
    expect(publicMessage(error)).toMatch(/Internal error/);
  });

  test('a wrong input says which field, in words', () => {
    const { error: cause } = z.object({ list: z.object({ limit: z.int() }) }).safeParse({ list: { limit: 'x' } });
    const error = toTrpcError(new TRPCError({ code: 'BAD_REQUEST', cause }), at);
    expect(publicMessage(error)).toMatch(/^list\.limit: /);
  });
});
