import { Failure } from '@damselfly/core';

/** Decide on the code only: what stands in `meta` differs between the embedded database and a server. */
const hasPrismaCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/** Whether a row that must be unique is there already. */
export const isDuplicate = (error: unknown): boolean => hasPrismaCode(error, 'P2002');

/** Says `notFound` when a row names a cluster that does not exist. */
export async function missingCluster<T>(clusterId: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!hasPrismaCode(cause, 'P2003')) throw cause;
    throw new Failure('notFound', `there is no cluster ${clusterId}; create it in the console`, { cause });
  }
}

/** Says `conflict` when a row with the same unique values exists. */
export async function taken<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!hasPrismaCode(cause, 'P2002')) throw cause;
    throw new Failure('conflict', `${what} exists already; choose another name`, { cause });
  }
}

/** Says `precondition` with the sentence when rows hang on what should go, or when the work finds it `used`. */
export async function inUse(sentence: string, work: () => Promise<unknown>): Promise<void> {
  const refused = (cause?: unknown) => new Failure('precondition', sentence, { cause });
  try {
    if ((await work()) !== 'used') return;
  } catch (cause) {
    // A row that points here, or one that RESTRICT keeps.
    if (!hasPrismaCode(cause, 'P2003') && !hasPrismaCode(cause, 'P2039')) throw cause;
    throw refused(cause);
  }
  throw refused();
}
