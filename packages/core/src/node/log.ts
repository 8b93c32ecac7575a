import pino from 'pino';
import { z } from 'zod';
import { bytesSetting } from './config.ts';
import { RotatingFile } from './rotating-file.ts';

export const logConfig = z.strictObject({
  level: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least severe level that is written.'),
  file: z.string().optional().describe('Write JSON lines to this file instead of standard error.'),
  maxFileSize: bytesSetting
    .prefault('1GiB')
    .describe('A file that would grow beyond this is put aside under a number; 0: it grows.'),
  maxFiles: z.int().min(1).max(1000).default(6).describe('Files kept, the current one among them.'),
});

export type LogConfig = z.output<typeof logConfig>;
export type Log = pino.Logger;

const secretKeys = [
  'authorization',
  'Authorization',
  'cookie',
  'password',
  'token',
  'secret',
  'accessKeySecret',
  'securityToken',
  'sessionToken',
];

/** A JSON-lines logger named after the program; without limits a file grows. Values under secret-looking keys, two levels deep, are blanked. */
export function createLog(name: string, config: Pick<LogConfig, 'level'> & Partial<LogConfig>): Log {
  const { maxFileSize: maxBytes = 0, maxFiles = 1 } = config;
  const paths = secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);
  const to =
    config.file === undefined ? pino.destination(2) : new RotatingFile({ file: config.file, maxBytes, maxFiles });
  return pino({ name, level: config.level, redact: { paths, censor: '[secret]' }, base: { name } }, to);
}

/** A logger that writes nothing, for tests. */
export const silentLog = (): Log => pino({ level: 'silent' });
