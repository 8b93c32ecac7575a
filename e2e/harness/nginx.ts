import { spawn, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './ports.ts';
import { endProgram } from './program.ts';
import { until } from './wait.ts';

/** Whether it is installed; `npm test -- cluster` installs it where it may. */
export const hasNginx = (): boolean => spawnSync('nginx', ['-v']).status === 0;

export interface FrontProxy extends AsyncDisposable {
  /** Of the consoles' pages and APIs. Answers say in `x-replica` which console they come from. */
  readonly url: string;
  /** `ip:port` of the consoles' gRPC. */
  readonly grpc: string;
}

const server = (address: string) => `server ${address} max_fails=1 fail_timeout=1s;`;

/** As docs/operations.md shows it, on free ports. Addresses are `ip:port`. */
const configText = (dir: string, web: number, grpc: number, consoles: readonly { web: string; grpc: string }[]) => `
daemon off;
worker_processes 1;
${process.getuid?.() === 0 ? 'user root;' : ''}
pid ${dir}/nginx.pid;
error_log ${dir}/nginx-errors.log;
events {}
http {
  access_log off;
  client_body_temp_path ${dir}/nginx-body;
  proxy_temp_path ${dir}/nginx-proxy;
  fastcgi_temp_path ${dir}/nginx-fastcgi;
  uwsgi_temp_path ${dir}/nginx-uwsgi;
  scgi_temp_path ${dir}/nginx-scgi;
  upstream console { ${consoles.map((one) => server(one.web)).join(' ')} keepalive 16; }
  upstream manager { ${consoles.map((one) => server(one.grpc)).join(' ')} }
  server {
    listen 127.0.0.1:${web};
    location / {
      proxy_pass http://console;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_connect_timeout 2s;
      proxy_read_timeout 1h;
      proxy_buffering off;
      add_header X-Replica $upstream_addr always;
    }
  }
  server {
    listen 127.0.0.1:${grpc} http2;
    client_max_body_size 0;
    location / {
      grpc_pass grpc://manager;
      grpc_connect_timeout 2s;
      grpc_read_timeout 1h;
      grpc_send_timeout 1h;
    }
  }
}
`;

/** Starts nginx before several consoles. */
export async function startNginx(dir: string, consoles: readonly { web: string; grpc: string }[]): Promise<FrontProxy> {
  const [web, grpc] = [await freePort(), await freePort()];
  const file = join(dir, 'nginx.conf');
  await writeFile(file, configText(dir, web, grpc, consoles));
  const child = spawn('nginx', ['-c', file, '-p', dir], { stdio: 'inherit' });
  const url = `http://127.0.0.1:${web}`;
  await until('nginx to serve', () => {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}`);
    return fetch(`${url}/healthy`).then(
      ({ status }) => status === 200,
      () => false,
    );
  });
  return { url, grpc: `127.0.0.1:${grpc}`, [Symbol.asyncDispose]: () => endProgram(child, 'SIGTERM') };
}
