/** Where a request comes from. */
export interface Client {
  readonly ip: string;
  readonly userAgent: string;
  /** Names the request in logs, answers and the audit log; absent when nobody named it. */
  readonly requestId?: string;
}
