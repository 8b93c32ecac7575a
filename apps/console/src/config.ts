import { logConfig, portSetting, serverTlsConfig, tracingConfig } from '@damselfly/core/node';
import { z } from 'zod';

/** The console's settings. Environment: `DAMSELFLY_CONSOLE_*`. */
export const consoleConfig = z.strictObject({
  server: z
    .strictObject({
      ip: z.string().default('127.0.0.1').describe('Where the web console listens.'),
      port: portSetting.default(8080),
      publicUrl: z
        .url({ protocol: /^https?$/ })
        .optional()
        .describe(
          'How browsers reach the console, when that is not http://ip:port. With https, cookies travel encrypted only.',
        ),
      trustedProxies: z
        .array(z.union([z.cidrv4(), z.cidrv6()]))
        .default([])
        .describe(
          'Networks of reverse proxies: from them, and only from them, X-Forwarded-For and X-Forwarded-Proto are believed.',
        ),
    })
    .prefault({}),
  grpc: z
    .strictObject({
      ip: z.string().default('127.0.0.1').describe('Where schedulers and peers reach the manager.'),
      port: portSetting.default(65_003),
      joinTokens: z
        .boolean()
        .default(false)
        .describe('Schedulers and peers need a join token, which an administrator makes in the console.'),
      ...serverTlsConfig('schedulers and peers'),
      strictScopes: z
        .boolean()
        .default(false)
        .describe(
          'Peers are told only of clusters whose scopes mean them; otherwise scopes only rank clusters, as in Dragonfly.',
        ),
    })
    .prefault({}),
  database: z
    .strictObject({
      dir: z
        .string()
        .min(1)
        .default('.damselfly/console/db')
        .describe('Folder of the embedded database; this process owns it.'),
      url: z
        .url({ protocol: /^postgres(ql)?$/ })
        .optional()
        .describe('A PostgreSQL server (15 or newer) to use instead; any number of consoles may share it.'),
    })
    .prefault({}),
  auth: z
    .strictObject({
      secret: z
        .string()
        .min(32)
        .optional()
        .describe(
          'Encrypts session cookies; the same in all replicas. Without it one is made and kept beside the database.',
        ),
      keys: z
        .array(z.string().min(32))
        .min(1)
        .optional()
        .describe(
          'Encrypt the secrets in the database; the same in all replicas. The first is used, the others open what they encrypted. Without them one is made and kept beside the database, in `seal-key`.',
        ),
      ldap: z
        .strictObject({
          url: z
            .url({ protocol: /^ldaps?$/ })
            .describe('ldaps://host, or ldap://host, which is encrypted with StartTLS.'),
          caFile: z
            .string()
            .min(1)
            .optional()
            .describe('PEM file of the authorities to trust instead of the usual ones.'),
          bindDn: z.string().min(1).describe('Who searches the directory.'),
          bindPassword: z.string().min(1),
          baseDn: z.string().min(1).describe('Below it are people.'),
          userFilter: z.string().min(1).default('(uid={name})').describe('Finds a person by the name that was typed.'),
          groupBaseDn: z.string().min(1).describe('Below it are groups.'),
          groupFilter: z.string().min(1).default('(member={dn})').describe('Finds the groups of a person.'),
          subjectAttribute: z
            .string()
            .min(1)
            .default('entryUUID')
            .describe('What a person is known by, whatever they are called; objectGUID is not text.'),
          nameAttribute: z.string().min(1).default('uid').describe('What users are called here.'),
          roles: z
            .array(z.strictObject({ group: z.string().min(1), tenant: z.string().min(1), role: z.string().min(1) }))
            .min(1)
            .describe('Which group gives which role in which tenant, by its short name.'),
        })
        .optional()
        .describe('A directory whose people sign in with the names and passwords they have there.'),
    })
    .prefault({}),
  jobs: z
    .strictObject({
      atOnce: z.int().min(1).max(1000).default(16).describe('Jobs this console runs at once; others wait.'),
      privateRegistries: z
        .boolean()
        .default(true)
        .describe('Registries on private addresses may be asked; link-local ones never are.'),
      loopbackSources: z
        .boolean()
        .default(false)
        .describe('Registries and files on this machine may be preheated; for local use.'),
    })
    .prefault({}),
  hints: z
    .strictObject({
      dfget: z
        .string()
        .min(1)
        .default('npm run dfget --')
        .describe('How the lines that pages show for copying begin: what runs dfget against this system.'),
      sampleUrl: z
        .url({ protocol: /^https?$/ })
        .optional()
        .describe('A file that pages propose for a first download.'),
    })
    .prefault({}),
  metrics: z
    .strictObject({
      ip: z.string().default('127.0.0.1'),
      port: portSetting.optional().describe('Serves GET /metrics for Prometheus; not served without a port.'),
    })
    .prefault({}),
  tracing: tracingConfig.prefault({}),
  log: logConfig.prefault({}),
});

export type ConsoleConfig = z.output<typeof consoleConfig>;
