import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const places = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/bin/nginx'];

/** An nginx on loopback that serves a folder. */
export interface Nginx {
  readonly url: string;
  stop(): Promise<void>;
}

/** Undefined where it is not installed (Debian: apt-get install nginx-light). */
export async function startNginx(dir: string, root: string): Promise<Nginx | undefined> {
  const program = places.find((place) => existsSync(place));
  if (program === undefined) return undefined;
  await mkdir(dir, { recursive: true });
  const port = await freePort();
  const config = path.join(dir, 'nginx.conf');
  await writeFile(config, settings(dir, root, port));
  const nginx = spawn(program, ['-c', config, '-p', dir, '-e', path.join(dir, 'errors')], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await answers(url, nginx);
  return {
    url,
    stop: async () => {
      if (nginx.exitCode !== null) return;
      const exit = once(nginx, 'exit');
      nginx.kill('SIGTERM');
      await exit;
    },
  };
}

/** Large buffers without sendfile are faster than sendfile over loopback. */
const settings = (dir: string, root: string, port: number) => `
daemon off; worker_processes 1; pid ${dir}/pid; ${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 256; }
http {
  access_log off; sendfile off; output_buffers 2 512k; tcp_nopush on; keepalive_requests 1000000;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${dir}/${kind};`).join(' ')}
  server { listen 127.0.0.1:${port}; root ${root}; }
}
`;

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function answers(url: string, nginx: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100 && nginx.exitCode === null; tries += 1) {
    try {
      await (await fetch(url)).arrayBuffer();
      return;
    } catch {
      await delay(50);
    }
  }
  nginx.kill();
  throw new Error('nginx did not start');
}
