import { z } from 'zod';
import { largestPage, linkHeader } from './paging.ts';
import type { Answer } from './route.ts';

const rowId = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1);

/** The id in a path. */
export const idParams = z.object({ id: rowId });
/** Ids in queries; absent and empty: any. */
export const idQuery = z.union([z.literal('').transform(() => undefined), rowId]).optional();
/** Filters in queries; empty text: any. */
export const textQuery = z
  .string()
  .max(1024)
  .optional()
  .transform((text) => text || undefined);

export interface Paged {
  readonly page: number;
  readonly per_page: number;
}

/** Which rows of a store a page is. */
export const rowsOf = ({ page, per_page: perPage }: Paged): { readonly skip: number; readonly limit: number } => ({
  skip: (page - 1) * perPage,
  limit: Math.min(perPage, largestPage),
});

/** A bare array, with Dragonfly's `Link` header. */
export const pageAnswer = (
  url: URL,
  { page, per_page: perPage }: Paged,
  rows: readonly object[],
  total: number,
): Answer => ({
  body: rows,
  headers: { Link: linkHeader(url, page, perPage, total) },
});

/** A page of what is there whole. */
export const pageOfAll = (url: URL, paged: Paged, all: readonly object[]): Answer => {
  const { skip, limit } = rowsOf(paged);
  return pageAnswer(url, paged, all.slice(skip, skip + limit), all.length);
};

export const times = ({ createdAt, updatedAt }: { readonly createdAt: Date; readonly updatedAt: Date }) => ({
  created_at: createdAt.toISOString(),
  updated_at: updatedAt.toISOString(),
});
