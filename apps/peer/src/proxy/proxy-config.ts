import { bytesSetting, durationSetting, portSetting, refusedSetting, unusedSetting } from '@damselfly/core/node';
import { z } from 'zod';

const pattern = z.string().transform((text, context) => {
  try {
    return new RegExp(text, 'u');
  } catch (cause) {
    context.addIssue({
      code: 'custom',
      message: `no regular expression: ${cause instanceof Error ? cause.message : ''}`,
    });
    return z.NEVER;
  }
});

const passedThrough = 'CONNECT is passed through and not opened; have clients use the proxy as a registry mirror';

export const proxyConfig = z.strictObject({
  server: z
    .strictObject({
      ip: z
        .string()
        .default('127.0.0.1')
        .describe('Address on which the proxy listens. Whoever reaches it can fetch what this host can.'),
      port: portSetting.default(4001).describe('Port of the proxy; 0 takes a free one.'),
      requestRateLimit: z.int().positive().default(4000).describe('Requests a second; more are answered with 429.'),
      sendTimeout: durationSetting
        .prefault('1m')
        .describe('A caller that takes no byte of what is ready for this long is dropped.'),
      basicAuth: z
        .strictObject({ username: z.string().min(1).max(20), password: z.string().min(1).max(20) })
        .optional()
        .describe('Who may use the proxy: username and password, in Proxy-Authorization or Authorization.'),
      caCert: refusedSetting(passedThrough),
      caKey: refusedSetting(passedThrough),
    })
    .prefault({}),
  rules: z
    .array(
      z.strictObject({
        regex: pattern.describe('Matched against the URL without its query.'),
        useTLS: z.boolean().default(false).describe('Ask the origin over https.'),
        redirect: z.string().default('').describe('host[:port] to ask instead of the one in the URL.'),
        filteredQueryParams: z
          .array(z.string())
          .optional()
          .describe('Query parameters that do not name content; signatures when absent.'),
      }),
    )
    .default([])
    .describe('GET requests that match go through the swarm; everything else is passed on.'),
  registryMirror: z
    .strictObject({
      addr: z.string().default('').describe('Where requests without a host go, e.g. https://index.docker.io.'),
      cert: z.string().default('').describe('PEM file of authorities believed for addr, beside the usual ones.'),
      enableTaskIDBasedBlobDigest: z
        .boolean()
        .default(false)
        .describe('Blobs with one digest are one task, whatever registry they come from.'),
    })
    .prefault({}),
  disableBackToSource: z.boolean().default(false).describe('Take content from peers only.'),
  prefetch: z
    .boolean()
    .default(false)
    .describe('Fetch the whole content when a part of it is asked for; X-Dragonfly-Prefetch says it for one request.'),
  prefetchBandwidthLimit: bytesSetting
    .prefault('10GB')
    .describe('Bytes a second that come in while nobody waits for them yet.'),
  readBufferSize: unusedSetting('buffers have the size measured to be fastest'),
  authorisationTTL: durationSetting
    .prefault('1m')
    .describe('How long an origin that let a caller have a URL is not asked again; 0 asks every time.'),
  serveWhenOriginIsDown: z
    .boolean()
    .default(false)
    .describe('Serve what is stored when the origin cannot say whether the caller may have it.'),
});

export type ProxyConfig = z.output<typeof proxyConfig>;
export type ProxyRule = ProxyConfig['rules'][number];
