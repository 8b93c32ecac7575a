import type { SourceAccess } from '@damselfly/sdk';
import { type Command, Option } from 'commander';

/** What the flags of object stores and HDFS say, by commander's names. */
export interface StorageFlags {
  readonly storageRegion?: string;
  readonly storageEndpoint?: string;
  readonly storageAccessKeyId?: string;
  readonly storageAccessKeySecret?: string;
  readonly storageSecurityToken?: string;
  readonly storageSessionToken?: string;
  readonly storageCredentialPath?: string;
  readonly storagePredefinedAcl?: string;
  readonly storageInsecureSkipVerify?: boolean;
  readonly hdfsDelegationToken?: string;
}

/** The same with those of hubs. */
export interface AccessFlags extends StorageFlags {
  readonly hfRevision: string;
  readonly hfToken?: string;
  readonly hfBaseUrl?: string;
  readonly msRevision: string;
  readonly msToken?: string;
  readonly msBaseUrl?: string;
}

/** Adds Dragonfly's flags for object stores and HDFS. Keys are better given in the environment. */
export function addStorageFlags(command: Command): Command {
  const flag = (flags: string, what: string) => command.addOption(new Option(flags, what));
  flag('--storage-region <region>', 'region of the object store');
  flag('--storage-endpoint <url>', 'endpoint of the object store');
  flag('--storage-access-key-id <id>', 'access key of the object store');
  flag('--storage-access-key-secret <secret>', 'its secret; better in the environment, as all that is secret');
  flag('--storage-security-token <token>', 'security token of the object store');
  flag('--storage-session-token <token>', 'session token of the object store');
  flag('--storage-credential-path <file>', 'file with the key of a service account');
  flag('--storage-predefined-acl <acl>', 'access list for what is written');
  flag('--storage-insecure-skip-verify', "do not check the object store's certificate");
  flag('--hdfs-delegation-token <token>', 'delegation token for WebHDFS');
  return command;
}

/** Adds Dragonfly's flags for sources that are not plain web servers. */
export function addAccessFlags(command: Command): Command {
  addStorageFlags(command);
  const flag = (flags: string, what: string) => command.addOption(new Option(flags, what));
  command.addOption(new Option('--hf-revision <name>', 'branch, tag or commit at Hugging Face').default('main'));
  flag('--hf-token <token>', 'token for Hugging Face; better in DFGET_HF_TOKEN');
  flag('--hf-base-url <url>', 'address of a mirror of Hugging Face');
  command.addOption(new Option('--ms-revision <name>', 'branch, tag or commit at ModelScope').default('master'));
  flag('--ms-token <token>', 'token for ModelScope; better in DFGET_MS_TOKEN');
  flag('--ms-base-url <url>', 'address of a mirror of ModelScope');
  return command;
}

/** How to reach what the URL names: only what belongs to its scheme travels, so that no key goes where it is not needed. */
export function accessOf({ protocol }: URL, flags: AccessFlags): SourceAccess {
  switch (protocol) {
    case 'http:':
    case 'https:':
      return {};
    case 'hdfs:':
      return flags.hdfsDelegationToken === undefined ? {} : { hdfs: { delegationToken: flags.hdfsDelegationToken } };
    case 'hf:':
      return { huggingFace: { revision: flags.hfRevision, token: flags.hfToken, baseUrl: flags.hfBaseUrl } };
    case 'modelscope:':
      return { modelScope: { revision: flags.msRevision, token: flags.msToken, baseUrl: flags.msBaseUrl } };
    default:
      return { storage: storageOf(flags) };
  }
}

/** The object store the flags describe. */
export function storageOf(flags: StorageFlags): NonNullable<SourceAccess['storage']> {
  const said = {
    region: flags.storageRegion,
    endpoint: flags.storageEndpoint,
    accessKeyId: flags.storageAccessKeyId,
    accessKeySecret: flags.storageAccessKeySecret,
    securityToken: flags.storageSecurityToken,
    sessionToken: flags.storageSessionToken,
    credentialPath: flags.storageCredentialPath,
    predefinedAcl: flags.storagePredefinedAcl,
    insecureSkipVerify: flags.storageInsecureSkipVerify,
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}
