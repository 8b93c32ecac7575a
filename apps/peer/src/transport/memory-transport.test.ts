import { MemoryTransport } from './memory-transport.ts';
import { parentAt, transportContract } from './transport.contract.ts';

transportContract('memory', async (behave) => {
  const transport = new MemoryTransport((_parent, _task, number, signal) => behave(number, signal));
  return { transport, parent: parentAt({}), close: () => transport.close() };
});
