import { STATUS_CODES } from 'node:http';
import { Failure, isAbort } from '@damselfly/core';

/** The URL as it may be shown: neither credentials nor query, which may sign the request. */
export function shownUrl(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

/** The origin answered, and not with the content. */
export function refused(url: string, statusCode: number, header: Readonly<Record<string, string>>): Failure {
  const status = `${statusCode} ${STATUS_CODES[statusCode] ?? ''}`.trim();
  return new Failure('origin', `the origin answered ${status} for ${shownUrl(url)}${remedy(statusCode)}`, {
    origin: { statusCode, header },
  });
}

/** The origin answered with something its own headers or the caller's knowledge contradict. */
export function wrongAnswer(
  url: string,
  what: string,
  statusCode: number,
  header: Readonly<Record<string, string>>,
): Failure {
  return new Failure('origin', `the origin's answer for ${shownUrl(url)} cannot be used: ${what}`, {
    origin: { statusCode, header },
  });
}

/** An error of the connection. Certificates are told apart: trying again does not help there. */
export function unreachable(url: string, thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  if (isAbort(thrown)) return new Failure('cancelled', 'cancelled while asking the origin', { cause: thrown });
  const code = errorCode(thrown);
  if (certificateCodes.test(code)) {
    return new Failure(
      'forbidden',
      `the certificate of ${new URL(url).host} is not trusted (${code}); add its authority to NODE_EXTRA_CA_CERTS or use a host with a valid certificate`,
      { cause: thrown },
    );
  }
  const why = code || (thrown instanceof Error ? thrown.message : 'unknown cause');
  return new Failure('unavailable', `the origin ${new URL(url).host} cannot be reached: ${why}`, { cause: thrown });
}

const certificateCodes = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_TLS_CERT/;

function errorCode(thrown: unknown): string {
  if (!(thrown instanceof Error)) return '';
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code;
  return thrown.cause === undefined ? '' : errorCode(thrown.cause);
}

function remedy(statusCode: number): string {
  if (statusCode === 401 || statusCode === 403)
    return '; check the credentials sent with -H, or whether a signed URL has expired';
  if (statusCode === 404 || statusCode === 410) return '; check the URL';
  if (statusCode === 429 || statusCode >= 500) return '; try again later';
  return '';
}
