import { join } from 'node:path';
import { Command, Option } from 'commander';
import { version } from './version.ts';

/** What the command line says; everything else is in the settings. */
export interface DaemonOptions {
  /** Settings, in YAML. */
  readonly config: string | undefined;
  /** Schedulers and what is blocked where no manager says it, in YAML. */
  readonly dynconfig: string;
  /** Overrides of `log` in the settings. */
  readonly log: { readonly level?: LogLevel; readonly file?: string | undefined };
}

const levels = ['trace', 'debug', 'info', 'warn', 'error'] as const;
type LogLevel = (typeof levels)[number];

interface Given {
  readonly config?: string;
  readonly dynconfig: string;
  readonly logLevel?: LogLevel;
  readonly logDir?: string;
  readonly console?: boolean;
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
        'settings, in YAML; without it the defaults and DAMSELFLY_PEER_* are used',
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
    .addOption(option('--log-max-files <n>', 'accepted for compatibility', 'DFDAEMON_LOG_MAX_FILES').hideHelp())
    .addOption(
      option('--log-max-file-size <size>', 'accepted for compatibility', 'DFDAEMON_LOG_MAX_FILE_SIZE').hideHelp(),
    );
  const { config, dynconfig, logLevel, logDir, console } = (
    args === undefined ? command.parse() : command.parse([...args], { from: 'user' })
  ).opts<Given>();
  const place = console ? { file: undefined } : logDir === undefined ? {} : { file: join(logDir, 'dfdaemon.log') };
  return { config, dynconfig, log: { ...(logLevel === undefined ? {} : { level: logLevel }), ...place } };
}
