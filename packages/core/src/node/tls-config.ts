import { z } from 'zod';

/** Where certificates lie, as paths of PEM files; empty where there is none. */
export interface TlsFiles {
  readonly caCert: string;
  readonly cert: string;
  readonly key: string;
}

const file = (what: string) => z.string().default('').describe(what);

/** Dragonfly's keys for a server. `who` are its clients. */
export const serverTlsConfig = (who: string) => ({
  caCert: file(`File of the authorities that sign the certificates of ${who}; with it, ${who} need one.`),
  cert: file('File of the own certificate and its chain; with it the port speaks TLS only.'),
  key: file('File of the key of cert.'),
});

/** Dragonfly's keys for a client. `whom` is its server. */
export const clientTlsConfig = (whom: string) => ({
  caCert: file(`File of the authorities that sign the certificate of ${whom}; with it the connection is TLS.`),
  cert: file(`File of the certificate shown to ${whom}; with it the connection is TLS.`),
  key: file('File of the key of cert.'),
});
