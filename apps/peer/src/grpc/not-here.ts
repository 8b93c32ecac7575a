import { Failure } from '@damselfly/core';

/** Handlers for calls of the service that this peer does not serve: they say so, in one way. */
export const notHere = {
  unary: async (): Promise<never> => {
    throw refusal();
  },
  // biome-ignore lint/correctness/useYield: it refuses before the first message.
  stream: async function* (): AsyncGenerator<never> {
    throw refusal();
  },
};

const refusal = () => new Failure('unimplemented', 'this peer does not serve persistent or cache tasks');
