/** What clearing would remove, before it is started. */
export interface ClearPreview {
  readonly tasks: readonly ClearTask[];
  /** Hosts asked. */
  readonly askedHosts: number;
  /** Hosts that did not answer: whether they hold it is not known. */
  readonly silentHosts: readonly { readonly hostname: string; readonly ip: string; readonly failure: string }[];
  /** Copies in all, and their bytes as far as lengths are known. */
  readonly copies: number;
  readonly bytes: number;
}

/** A task with the hosts that hold some of it. */
export interface ClearTask {
  readonly taskId: string;
  /** Empty when the task was named by its id. */
  readonly url: string;
  readonly clusterId: number;
  readonly copies: readonly ClearCopy[];
}

export interface ClearCopy {
  readonly hostId: string;
  readonly hostname: string;
  readonly ip: string;
  readonly seed: boolean;
  readonly finished: boolean;
  readonly contentLength: number | null;
}
