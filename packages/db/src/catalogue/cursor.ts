import { Failure } from '@damselfly/core';
import { z } from 'zod';

const place = z.tuple([z.int(), z.string().max(1024)]);

/** The last row of a page, by its key. */
export interface Cursor {
  readonly id: number;
  readonly text: string;
}

/** A cursor as readers pass it back. */
export const encodeCursor = ({ id, text }: Cursor): string =>
  Buffer.from(JSON.stringify([id, text])).toString('base64url');

/** Throws `invalid` for anything that is none. */
export function decodeCursor(text: string): Cursor {
  try {
    const [id, rest] = place.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return { id, text: rest };
  } catch (cause) {
    throw new Failure('invalid', 'The cursor is none; begin at the first page.', { cause });
  }
}
