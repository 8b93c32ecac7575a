import { expect, test } from 'vitest';
import { taskImage } from './task-image.ts';

test.each([
  ['https://r.io/v2/library/nginx/manifests/1.27', 'r.io/library/nginx:1.27', ''],
  ['https://r.io:5000/v2/a/b/blobs/sha256:ab', 'r.io:5000/a/b@sha256:ab', 'sha256:ab'],
  ['https://r.io/v2/nginx/manifests/sha256:cd?ns=docker.io', 'r.io/nginx@sha256:cd', 'sha256:cd'],
  ['https://files.io/v2/model.bin', '', ''],
  ['no url', '', ''],
])('%s is image %s', (url, image, digest) => expect(taskImage(url)).toEqual({ image, digest }));
