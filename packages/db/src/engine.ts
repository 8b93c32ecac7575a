import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SqlConnection } from './sql-connection.ts';

/** A running PostgreSQL, embedded or not. */
export interface Engine {
  readonly adapter: SqlDriverAdapterFactory;
  /** Lends a connection for as long as the work takes. */
  withConnection<T>(work: (connection: SqlConnection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
