import type { ClientDuplexStream, ServiceError } from '@grpc/grpc-js';

/** The client's side of an announce stream that never half-closes. */
export class Conversation<Request, Reply> {
  readonly #call: ClientDuplexStream<Request, Reply>;
  readonly #replies: Reply[] = [];
  readonly #waiters: (() => void)[] = [];
  #status: { code: number; details: string } | undefined;

  constructor(call: ClientDuplexStream<Request, Reply>) {
    this.#call = call;
    call.on('data', (reply: Reply) => {
      this.#replies.push(reply);
      this.#wake();
    });
    call.on('error', ({ code, details }: ServiceError) => this.#end({ code, details }));
    call.on('status', (status: { code: number; details: string }) => this.#end(status));
  }

  say(request: Request): void {
    this.#call.write(request);
  }

  /** Breaks the stream as a killed process does. */
  vanish(): void {
    this.#call.cancel();
  }

  /** The next reply; fails with the status when the stream ends instead. */
  async next(): Promise<Reply> {
    while (this.#replies.length === 0 && this.#status === undefined) await this.#news();
    const reply = this.#replies.shift();
    if (reply === undefined) throw new Error(`the stream ended: ${JSON.stringify(this.#status)}`);
    return reply;
  }

  /** What the scheduler ends the stream with. */
  async status(): Promise<{ code: number; details: string }> {
    while (this.#status === undefined) await this.#news();
    return this.#status;
  }

  #end({ code, details }: { code: number; details: string }): void {
    this.#status ??= { code, details };
    this.#wake();
  }

  #news(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  #wake(): void {
    for (const waiter of this.#waiters.splice(0)) waiter();
  }
}
