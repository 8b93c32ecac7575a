import { sourceContract } from '../source/source.contract.ts';
import { memorySource } from './memory-source.ts';

sourceContract('memory', async () => {
  const source = memorySource();
  return {
    source,
    publish: async (content) => {
      source.objects.set('mem://bucket/file', Buffer.from(content));
      return { url: 'mem://bucket/file', header: {} };
    },
    missing: () => ({ url: 'mem://bucket/missing', header: {} }),
    folder: {
      request: { url: 'mem://bucket/folder/', header: {} },
      publish: async (path, content) => {
        source.objects.set(
          `mem://bucket/folder/${path.split('/').map(encodeURIComponent).join('/')}`,
          Buffer.from(content),
        );
      },
    },
    writable: { url: 'mem://bucket/new', header: {} },
    close: () => source.close(),
  };
});
