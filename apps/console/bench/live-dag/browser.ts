import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executables = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** A headless Chromium without a graphics card, as continuous integration has it. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = executables.find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error('no chromium found; install it: apt-get install -y chromium');
  return await chromium.launch({ executablePath, headless: true, args });
}
