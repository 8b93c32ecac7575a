// Runs before anything is installed: plain JavaScript, nothing but Node itself.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 18)) {
  console.error(`Damselfly needs Node 20.18 or newer; this is ${process.version}. Install a newer Node and try again.`);
  process.exit(1);
}

install();
process.chdir(root);
const { register } = await import('tsx/esm/api');
register();
await import(pathToFileURL(join(root, 'launch/src/main.ts')).href);

/** Installs the locked dependencies when they are missing or the lock file has changed since. */
function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.damselfly-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  // Not `npm ci`: it insists on lock entries for the binaries of every platform, and a lock written behind a mirror may lack some.
  console.error('Installing dependencies (once; one to three minutes) …');
  const { status, error } = spawnSync('npm', ['install', '--no-save', '--no-progress', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) {
    console.error(
      `npm install failed${error ? `: ${error.message}` : ''}. The lines above say why; most often the package registry cannot be reached.`,
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
