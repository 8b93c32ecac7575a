import { unusedSettings } from '@damselfly/core/node';
import { expect, test } from 'vitest';
import { peerConfig } from './config.ts';
import { listenAddress } from './host/listen-ip.ts';
import { evictionLimits } from './storage/storage-config.ts';

/** Every key of Dragonfly's dfdaemon.yaml, with its defaults or something like them. */
const dragonflys = {
  host: { idc: 'a', location: 'b|c', hostname: 'h', ip: '10.0.0.1', schedulerClusterID: 1 },
  server: {
    pluginDir: '/usr/local/lib/dragonfly/plugins/dfdaemon/',
    cacheDir: '/var/cache/dragonfly/dfdaemon/',
    adaptiveRateLimit: { bucketCount: 50, bucketInterval: '200ms', cpuThreshold: 100 },
  },
  download: {
    server: { socketPath: '/run/s', requestRateLimit: 400, requestBufferSize: 50 },
    protocol: 'tcp',
    bandwidthLimit: '50GB',
    backToSourceBandwidthLimit: '50GB',
    pieceTimeout: '360s',
    collectedPieceTimeout: '360s',
    concurrentPieceCount: 8,
  },
  upload: {
    server: { ip: '0.0.0.0', port: 4000, caCert: '', cert: '', key: '', requestRateLimit: 400, requestBufferSize: 50 },
    client: { caCert: '', cert: '', key: '' },
    disableShared: false,
    bandwidthLimit: '50GB',
  },
  manager: { addr: 'http://manager:65003', caCert: '', cert: '', key: '' },
  scheduler: { announceInterval: '300s', scheduleTimeout: '3h', maxScheduleCount: 5, caCert: '', cert: '', key: '' },
  seedPeer: { enable: false, type: 'normal' },
  dynconfig: { refreshInterval: '60s' },
  storage: {
    server: { ip: '0.0.0.0', tcpPort: 4005, tcpFastopen: false, quicPort: 4006 },
    ...{ dir: '/var/lib/dragonfly/', keep: false, writePieceTimeout: '360s' },
    ...{ writeBufferSize: 524_288, readBufferSize: 524_288, cacheCapacity: '64MiB' },
  },
  backend: {
    ...{ requestHeader: {}, maxRetries: 1, enableCacheTemporaryRedirect: true, cacheTemporaryRedirectTTL: '600s' },
    ...{ putConcurrentChunkCount: 16, putChunkSize: '8MiB', putTimeout: '900s', enableHickoryDNS: true },
  },
  gc: {
    interval: '900s',
    policy: {
      ...{ taskTTL: '720h', persistentTaskTTL: '24h', persistentCacheTaskTTL: '24h', pageCacheIdleTimeout: '40m' },
      ...{ diskThreshold: 0, diskHighThresholdPercent: 80, diskLowThresholdPercent: 60 },
    },
  },
  proxy: {
    server: { ip: '0.0.0.0', port: 4001, requestRateLimit: 4000, basicAuth: { username: 'u', password: 'p' } },
    rules: [{ regex: 'blobs/sha256.*', useTLS: false, redirect: '', filteredQueryParams: [] }],
    registryMirror: { addr: 'https://index.docker.io', cert: '', enableTaskIDBasedBlobDigest: true },
    ...{ disableBackToSource: false, prefetch: false, prefetchBandwidthLimit: '10GB', readBufferSize: 524_288 },
  },
  security: { enable: false },
  health: { server: { ip: '0.0.0.0', port: 4003 } },
  metrics: { server: { ip: '0.0.0.0', port: 4002 } },
  stats: { server: { ip: '0.0.0.0', port: 4004 } },
  tracing: { protocol: 'http', endpoint: 'collector:4318', path: '/v1/traces', headers: { a: 'b' } },
  network: { enableIPv6: false },
};

test("every key of Dragonfly's file is taken, and those that change nothing are told with the reason", () => {
  const config = peerConfig.parse(dragonflys);
  const told = unusedSettings(peerConfig, config);
  expect(told.map(({ key }) => key)).toEqual([
    'download.server.requestBufferSize',
    'upload.server.requestBufferSize',
    'storage.writePieceTimeout',
    'storage.writeBufferSize',
    'storage.readBufferSize',
    'storage.cacheCapacity',
    'storage.server.tcpFastopen',
    'storage.server.quicPort',
    'gc.policy.pageCacheIdleTimeout',
    'proxy.readBufferSize',
    'backend.putConcurrentChunkCount',
    'backend.putChunkSize',
    'backend.enableHickoryDNS',
    'security.enable',
    'server.pluginDir',
    'server.cacheDir',
    'server.adaptiveRateLimit',
  ]);
  expect(told.every(({ why }) => why.length > 10)).toBe(true);
  expect(unusedSettings(peerConfig, peerConfig.parse({}))).toEqual([]);
});

test.each([
  [{ download: { protocol: 'quic' } }, /only tcp is offered/],
  [{ seedPeer: { enable: true, type: 'normal' } }, /a seed is of type super/],
  [{ proxy: { server: { caCert: '/ca.pem' } } }, /not opened/],
  [{ tracing: { protocol: 'grpc' } }, /http/],
  [{ upload: { server: { certificate: '/x' } } }, /certificate/],
])('%j would be missed, so it is refused', (config, reason) => {
  expect(() => peerConfig.parse(config)).toThrow(reason);
});

test('older names of the eviction limits go before the newer ones', () => {
  const policy = { distThreshold: '1GiB', distHighThresholdPercent: 70, distLowThresholdPercent: 50 };
  const { gc } = peerConfig.parse({ gc: { policy } });
  expect(evictionLimits(gc)).toEqual({ quotaBytes: 2 ** 30, diskHighPercent: 70, diskLowPercent: 50 });
  expect(evictionLimits(peerConfig.parse({}).gc)).toMatchObject({ quotaBytes: undefined, diskHighPercent: 80 });
});

test('with IPv6 every address means those of IPv6, too', () => {
  expect(listenAddress('0.0.0.0', true)).toBe('::');
  expect(listenAddress('0.0.0.0', false)).toBe('0.0.0.0');
  expect(listenAddress('127.0.0.1', true)).toBe('127.0.0.1');
});
