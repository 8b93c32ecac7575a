import pino from 'pino';
import { z } from 'zod';

export const logConfig = z.strictObject({
  level: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least severe level that is written.'),
  file: z.string().optional().describe('Write JSON lines to this file instead of standard error.'),
});

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

/** A JSON-lines logger named after the program. Values under secret-looking keys, two levels deep, are blanked. */
export function createLog(name: string, config: z.output<typeof logConfig>): Log {
  const paths = secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);
  const to =
    config.file === undefined
      ? pino.destination(2)
      : pino.destination({ dest: config.file, mkdir: true, append: true });
  return pino({ name, level: config.level, redact: { paths, censor: '[secret]' }, base: { name } }, to);
}

/** A logger that writes nothing, for tests. */
export const silentLog = (): Log => pino({ level: 'silent' });
