import { expect, test } from 'vitest';
import { taskName } from './task-name.ts';

test.each([
  ['https://hub.example/llama/model-00017.safetensors?sig=1', 'model-00017.safetensors', 'hub.example/llama'],
  ['http://127.0.0.1:9000/file', 'file', '127.0.0.1:9000'],
  ['http://host/a%20b/c%20d.bin', 'c d.bin', 'host/a b'],
  ['http://host/100%.bin', '100%.bin', 'host'],
  ['http://host/', 'host', ''],
  ['https://r.example/v2/library/nginx/blobs/sha256:0123456789abcdef', 'library/nginx@0123456789ab', 'r.example'],
  ['not a url', 'not a url', ''],
  ['', '–', ''],
])('%s is called %s', (url, name, place) => {
  expect(taskName(url)).toEqual({ name, place });
});
