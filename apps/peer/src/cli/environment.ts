import { type Command, InvalidArgumentError, Option } from 'commander';

/** Said on the command line only: what is written where, and words that may be secret. */
const notFromEnvironment = new Set(['output', 'header', 'digest', 'password', 'endpoint', 'version']);

/**
 * Takes options from the environment as Dragonfly's tools do: `DFGET_PIECE_LENGTH` stands for `--piece-length` and
 * `DFCACHE_IMPORT_TTL` for `dfcache import --ttl`. The command line wins. "false", "0" and nothing leave a switch off.
 */
export function acceptEnvironment(command: Command, environment: NodeJS.ProcessEnv = process.env, path = ''): void {
  const prefix = `${path}${screaming(command.name())}_`;
  for (const option of command.options) {
    if (option.long === undefined || option.long === null || notFromEnvironment.has(option.attributeName())) continue;
    const variable = `${prefix}${screaming(option.long.replace(/^--/, ''))}`;
    const said = environment[variable];
    const isSwitch = !option.required && !option.optional;
    if (said === undefined || (isSwitch && ['', '0', 'false'].includes(said.toLowerCase()))) continue;
    command.setOptionValueWithSource(
      option.attributeName(),
      isSwitch ? !option.negate : parsedValue(command, option, variable, said),
      'env',
    );
  }
  for (const inner of command.commands) acceptEnvironment(inner, environment, prefix);
}

function parsedValue(command: Command, { parseArg }: Option, variable: string, said: string): unknown {
  try {
    return parseArg === undefined ? said : parseArg(said, undefined);
  } catch (thrown) {
    if (!(thrown instanceof InvalidArgumentError)) throw thrown;
    return command.error(`error: environment variable ${variable} is "${said}": ${thrown.message}`);
  }
}

/** Flags of Dragonfly's tools about their log, which these do not keep: taken and not used. */
export function acceptLogFlags(command: Command): void {
  const taken = new Set(command.options.map(({ long }) => long));
  if (command.commands.length === 0 && !taken.has('--console')) {
    command.addOption(new Option('-l, --log-level <level>', 'accepted for compatibility').hideHelp());
    command.addOption(new Option('--console', 'accepted for compatibility').hideHelp());
  }
  for (const inner of command.commands) acceptLogFlags(inner);
}

const screaming = (name: string) => name.replaceAll('-', '_').toUpperCase();
