import { decode } from 'next-auth/jwt';
import { z } from 'zod';

const token = z.object({ sid: z.uuid() });

/** next-auth's names; browsers accept the prefix on https only. */
export const sessionCookieName = (secure: boolean): string => `${secure ? '__Secure-' : ''}next-auth.session-token`;

/** The session's id in a `Cookie` header; nothing when there is none, or it is forged or expired. */
export async function readSessionId(
  header: string | null,
  { secret, secure }: { readonly secret: string; readonly secure: boolean },
): Promise<string | undefined> {
  const value = cookieValue(header ?? '', sessionCookieName(secure));
  if (value === undefined) return undefined;
  try {
    const payload = token.safeParse(await decode({ token: value, secret }));
    return payload.success ? payload.data.sid : undefined;
  } catch (error) {
    // Whatever cannot be decrypted was not made by us, or with another secret: nobody is signed in with it.
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_J')) return undefined;
    throw error;
  }
}

function cookieValue(header: string, name: string): string | undefined {
  for (const part of header.split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim();
  }
  return undefined;
}
