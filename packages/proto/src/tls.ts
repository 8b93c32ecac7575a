import { readFile } from 'node:fs/promises';
import { createSecureContext, rootCertificates } from 'node:tls';
import { Failure } from '@damselfly/core';
import type { TlsFiles } from '@damselfly/core/node';
import { type ChannelCredentials, credentials, experimental, ServerCredentials } from '@grpc/grpc-js';

/** Credentials, and how to stop looking whether their files were renewed. */
export interface Tls<Credentials> {
  readonly credentials: Credentials;
  close(): void;
}

/** Certificates are renewed in place, often daily; a new one is in use this long after at the latest. */
const refreshMs = 60_000;

/**
 * What a server shows and wants to see; plain text without files. `where` is the part of the configuration they are named
 * in. Throws `invalid` for files that are missing or make no sense.
 */
export async function serverTls(files: TlsFiles, where: string): Promise<Tls<ServerCredentials>> {
  if (!files.cert && !files.key && !files.caCert) return plain(ServerCredentials.createInsecure());
  if (!files.cert) throw new Failure('invalid', `${where}.cert is missing: a server that speaks TLS needs one`);
  const read = await CertificateFiles.read(files, where);
  const made = experimental.createCertificateProviderServerCredentials(
    read,
    files.caCert ? read : null,
    files.caCert !== '',
  );
  return { credentials: made, close: () => read.close() };
}

/**
 * What a client shows and trusts; plain text without files, unless `always`: then the authorities are Node's own. Throws
 * as `serverTls` does.
 */
export async function clientTls(files: TlsFiles, where: string, always = false): Promise<Tls<ChannelCredentials>> {
  if (!files.cert && !files.key && !files.caCert) {
    return plain(always ? credentials.createSsl() : credentials.createInsecure());
  }
  const read = await CertificateFiles.read(files, where);
  const made = experimental.createCertificateProviderChannelCredentials(read, files.cert ? read : null);
  return { credentials: made, close: () => read.close() };
}

const plain = <C>(made: C): Tls<C> => ({ credentials: made, close: () => undefined });

interface Pems {
  readonly ca: Buffer;
  readonly cert: Buffer | undefined;
  readonly key: Buffer | undefined;
}

type CaListener = experimental.CaCertificateUpdateListener;
type IdentityListener = experimental.IdentityCertificateUpdateListener;

/** Files that are read anew while they are in use. What does not fit together, as in the middle of a renewal, is left out. */
class CertificateFiles implements experimental.CertificateProvider {
  readonly #files: TlsFiles;
  readonly #onCa = new Set<CaListener>();
  readonly #onIdentity = new Set<IdentityListener>();
  readonly #timer: NodeJS.Timeout;
  #pems: Pems;

  private constructor(files: TlsFiles, pems: Pems) {
    this.#files = files;
    this.#pems = pems;
    this.#timer = setInterval(() => void this.#refresh(), refreshMs);
    this.#timer.unref();
  }

  static async read(files: TlsFiles, where: string): Promise<CertificateFiles> {
    if ((files.cert === '') !== (files.key === '')) {
      throw new Failure('invalid', `${where}.cert and ${where}.key belong together; set both or none`);
    }
    try {
      return new CertificateFiles(files, await readPems(files));
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : 'unknown cause';
      throw new Failure('invalid', `the certificates of ${where} cannot be used: ${why}`, { cause });
    }
  }

  addCaCertificateListener(listener: CaListener): void {
    this.#onCa.add(listener);
    // Whoever asks listens only when this call has returned.
    process.nextTick(listener, { caCertificate: this.#pems.ca });
  }

  removeCaCertificateListener(listener: CaListener): void {
    this.#onCa.delete(listener);
  }

  addIdentityCertificateListener(listener: IdentityListener): void {
    this.#onIdentity.add(listener);
    process.nextTick(() => this.#tellIdentity(listener));
  }

  removeIdentityCertificateListener(listener: IdentityListener): void {
    this.#onIdentity.delete(listener);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #refresh(): Promise<void> {
    try {
      this.#pems = await readPems(this.#files);
    } catch {
      return; // The old ones go on; a renewal that is half done is whole the next time.
    }
    for (const listener of this.#onCa) listener({ caCertificate: this.#pems.ca });
    for (const listener of this.#onIdentity) this.#tellIdentity(listener);
  }

  #tellIdentity(listener: IdentityListener): void {
    const { cert, key } = this.#pems;
    listener(cert === undefined || key === undefined ? null : { certificate: cert, privateKey: key });
  }
}

async function readPems(files: TlsFiles): Promise<Pems> {
  const optional = async (path: string) => (path === '' ? undefined : readFile(path));
  const [ca, cert, key] = await Promise.all([files.caCert, files.cert, files.key].map(optional));
  createSecureContext({ ca, cert, key });
  return { ca: ca ?? Buffer.from(rootCertificates.join('\n')), cert, key };
}
