import { durationSetting } from '@damselfly/core/node';
import { z } from 'zod';

const count = z.int().min(1);

const redisTls = z.strictObject({
  caCert: z.string().optional().describe('File with the certificates to trust.'),
  cert: z.string().optional().describe('File with the certificate shown to Redis.'),
  key: z.string().optional().describe('File with the key of that certificate.'),
  insecureSkipVerify: z.boolean().default(false).describe('Do not check whose certificate Redis shows.'),
});

const redisConfig = z.strictObject({
  addrs: z
    .array(z.string())
    .default([])
    .describe(
      'host:port of a Redis or Valkey server; several: of a Redis Cluster. None: metadata is kept in local files.',
    ),
  masterName: z.string().optional().describe('The addresses are sentinels that know the server under this name.'),
  username: z.string().optional().describe('User at the server.'),
  password: z.string().optional().describe('Password at the server.'),
  sentinelUsername: z.string().optional().describe('User at the sentinels.'),
  sentinelPassword: z.string().optional().describe('Password at the sentinels.'),
  db: z.int().min(0).default(0).describe('Number of the database; a cluster has only 0.'),
  tls: redisTls.optional().describe('Encrypt the connection.'),
});

export const databaseConfig = z.strictObject({ redis: redisConfig.prefault({}) });

export const persistentConfig = z.strictObject({
  dir: z
    .string()
    .default('.damselfly/scheduler/persistent')
    .describe('Folder with the metadata of persistent tasks when there is no Redis; one scheduler only.'),
  limit: count.default(1_000_000).describe('Most hosts, tasks and copies in that folder together.'),
  reconcileInterval: durationSetting
    .prefault('30s')
    .describe('Time between two comparisons of the copies that are wanted with those that live.'),
  callTimeout: durationSetting.prefault('30s').describe('Longest a host may take to pin or delete a copy.'),
  downloadTimeout: durationSetting.prefault('2h').describe('Longest a host may take to fetch a copy.'),
  concurrency: count.default(16).describe('Most hosts that are asked for something at once.'),
  hostGrace: durationSetting
    .prefault('1m')
    .describe('Copies of a host that said goodbye are replaced when it is not back within this.'),
  retryDelay: durationSetting
    .prefault('5s')
    .describe('A host that failed to take a copy is asked again after this, doubled with each failure.'),
  uploadTimeout: durationSetting.prefault('24h').describe('An upload without an end has failed after this.'),
});

export type RedisConfig = z.output<typeof redisConfig>;
export type PersistentConfig = z.output<typeof persistentConfig>;
