import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LogConfig } from '@damselfly/core/node';
import { Command, Option } from 'commander';
import { count, size } from './cli/arguments.ts';
import { version } from './version.ts';

/** What the command line says; everything else is in the settings. */
export interface DaemonOptions {
  /** Settings, in YAML. */
  readonly config: string | undefined;
  /** Schedulers and what is blocked where no manager says it, in YAML. */
  readonly dynconfig: string;
  /** Overrides of `log` in the settings. */
  readonly log: Partial<LogConfig>;
}

/** Where Dragonfly's daemon looks. */
const usualConfig = '/etc/dragonfly/dfdaemon.yaml';
const levels = ['trace', 'debug', 'info', 'warn', 'error'] as const;
type LogLevel = (typeof levels)[number];

interface Given {
  readonly config?: string;
  readonly dynconfig: string;
  readonly logLevel?: LogLevel;
  readonly logDir?: string;
  readonly console?: boolean;
  readonly logMaxFiles?: number;
  readonly logMaxFileSize?: number;
}

/** Reads dfdaemon's arguments, and the environment variables Dragonfly's daemon reads beside them. */
export function daemonOptions(command = new Command('dfdaemon'), args?: readonly string[]): DaemonOptions {
  const option = (flags: string, what: string, variable: string) => new Option(flags, what).env(variable);
  command
    .description('Fetches, stores and serves pieces of files, for dfget on this machine and for other peers.')
    .version(`dfdaemon ${version}`, '-V, --version')
    .addOption(
      option(
        '-c, --config <file>',
        `settings, in YAML; without it ${usualConfig} where there is one, else the defaults and DAMSELFLY_PEER_*`,
        'DFDAEMON_CONFIG',
      ),
    )
    .addOption(
      option(
        '--dynconfig <file>',
        'schedulers and what is blocked, in YAML; read again and again while there is no manager.addr',
        'DFDAEMON_DYNCONFIG',
      ).default('/etc/dragonfly/dynconfig.yaml'),
    )
    .addOption(
      option('-l, --log-level <level>', 'least severe level that is written', 'DFDAEMON_LOG_LEVEL').choices(levels),
    )
    .addOption(option('--log-dir <folder>', 'write dfdaemon.log there, as JSON lines', 'DFDAEMON_LOG_DIR'))
    .addOption(option('--console', 'write to standard error, whatever else is said', 'DFDAEMON_CONSOLE'))
    .addOption(
      option('--log-max-files <n>', 'files kept, the current one among them', 'DFDAEMON_LOG_MAX_FILES').argParser(
        count(1, 1000),
      ),
    )
    .addOption(
      option(
        '--log-max-file-size <size>',
        'a larger one is put aside; 0: it grows',
        'DFDAEMON_LOG_MAX_FILE_SIZE',
      ).argParser(size),
    );
  const { config, dynconfig, logLevel, logDir, console, logMaxFiles, logMaxFileSize } = (
    args === undefined ? command.parse() : command.parse([...args], { from: 'user' })
  ).opts<Given>();
  const place = console ? { file: undefined } : logDir === undefined ? {} : { file: join(logDir, 'dfdaemon.log') };
  return {
    config: config ?? (existsSync(usualConfig) ? usualConfig : undefined),
    dynconfig,
    log: {
      ...(logLevel === undefined ? {} : { level: logLevel }),
      ...(logMaxFiles === undefined ? {} : { maxFiles: logMaxFiles }),
      ...(logMaxFileSize === undefined ? {} : { maxFileSize: logMaxFileSize }),
      ...place,
    },
  };
}
