/** A connection of one's own: what one call sets up, the next one sees. */
export interface SqlConnection {
  query(text: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  /** Runs several statements; no values. */
  exec(script: string): Promise<void>;
}
