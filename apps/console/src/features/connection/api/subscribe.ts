import { decodeValue, encodeValue } from '../../../wire/wire-value.ts';
import { ApiError, isRecord } from './api-error.ts';

export interface SubscriptionHandlers {
  readonly onStarted?: () => void;
  readonly onData?: (data: unknown) => void;
  /** The line broke, or the console told why it ends. Nothing comes after it. */
  readonly onError?: (error: ApiError) => void;
  /** The console has no more to say. */
  readonly onComplete?: () => void;
}

/**
 * Opens a subscription as a stream of server-sent events. It does not reconnect: whoever opened it opens another one, as
 * each begins with the whole state. A line that is silent for longer than the console said counts as broken.
 */
export function subscribe(url: string, input: unknown, handlers: SubscriptionHandlers): { unsubscribe(): void } {
  const address = input === undefined ? url : `${url}?input=${encodeURIComponent(JSON.stringify(encodeValue(input)))}`;
  const source = new EventSource(address);
  let silenceMs = 0;
  let silence: ReturnType<typeof setTimeout> | undefined;
  const close = () => {
    clearTimeout(silence);
    source.close();
  };
  const fail = (error: ApiError) => {
    close();
    handlers.onError?.(error);
  };
  const heard = () => {
    clearTimeout(silence);
    if (silenceMs > 0) silence = setTimeout(() => fail(new ApiError('The line to the console is silent.')), silenceMs);
  };
  const on = (name: string, take: (text: string) => void) =>
    source.addEventListener(name, (event: MessageEvent<unknown>) => {
      heard();
      try {
        take(String(event.data));
      } catch (cause) {
        fail(new ApiError('What the console sent cannot be read.', { cause }));
      }
    });
  on('connected', (text) => {
    const told: unknown = JSON.parse(text);
    if (isRecord(told)) silenceMs = Number(told.reconnectAfterInactivityMs ?? 0);
    heard();
    handlers.onStarted?.();
  });
  on('ping', () => undefined);
  on('message', (text) => handlers.onData?.(decodeValue(JSON.parse(text))));
  on('serialized-error', (text) => fail(ApiError.told(decodeValue(JSON.parse(text)))));
  on('return', () => {
    close();
    handlers.onComplete?.();
  });
  source.addEventListener('error', () => fail(new ApiError('The line to the console broke.')));
  return { unsubscribe: close };
}
