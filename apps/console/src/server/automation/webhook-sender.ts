import { createHmac } from 'node:crypto';
import { Failure } from '@damselfly/core';
import { type Log, pause } from '@damselfly/core/node';
import { type AddressPolicy, checkLiteral, guardedLookup } from '@damselfly/registry';
import { Agent, request } from 'undici';
import type { Sealer } from '../domain/secrets/sealer.ts';
import { webhookPurpose } from '../domain/webhooks/webhooks.ts';

const everyMs = 1000;
const atOnce = 20;
const timeoutMs = 10_000;
const maxAttempts = 8;
/** Doubled with every attempt; the last one comes some 21 minutes after the first. */
const firstRetryMs = 10_000;

interface DueDelivery {
  readonly id: string;
  readonly event: string;
  readonly payload: unknown;
  /** This one among them. */
  readonly attempts: number;
  readonly url: string;
  readonly secretCipher: string;
}

export interface WebhookSenderNeeds {
  readonly store: {
    take(limit: number, retryMs: number): Promise<readonly DueDelivery[]>;
    settle(
      id: string,
      how: { delivered: boolean; statusCode?: number; failure?: string; retryMs?: number },
    ): Promise<void>;
  };
  readonly sealer: Sealer;
  readonly addresses: AddressPolicy;
  readonly log: Log;
}

/** What a receiver compares: HMAC-SHA-256 over the time and the body, in hex. */
export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

/** Delivers what is due, again and again until it is taken or was tried eight times. */
export function startWebhookSender(needs: WebhookSenderNeeds): { close(): Promise<void> } {
  const over = new AbortController();
  const agent = new Agent({
    connect: { lookup: guardedLookup(needs.addresses), timeout: 5_000 },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  const loop = (async () => {
    do {
      try {
        const due = await needs.store.take(atOnce, timeoutMs * 3);
        await Promise.all(due.map((delivery) => deliver(needs, agent, delivery, over.signal)));
      } catch (err) {
        needs.log.error({ err }, 'webhook deliveries cannot be read; trying again');
      }
    } while ((await pause(everyMs, over.signal)) === 'elapsed');
  })();
  return {
    async close() {
      over.abort(new Failure('cancelled', 'the console stops'));
      await loop;
      await agent.destroy();
    },
  };
}

async function deliver(needs: WebhookSenderNeeds, agent: Agent, delivery: DueDelivery, over: AbortSignal) {
  const { id, attempts } = delivery;
  const retry = attempts < maxAttempts ? { retryMs: firstRetryMs * 2 ** (attempts - 1) } : {};
  try {
    const statusCode = await post(needs, agent, delivery, over);
    const delivered = statusCode >= 200 && statusCode < 300;
    const told = delivered ? {} : { failure: `answered ${statusCode}`, ...retry };
    await needs.store.settle(id, { delivered, statusCode, ...told });
  } catch (thrown) {
    if (over.aborted) return;
    const failure = thrown instanceof Failure ? thrown.message : codeOf(thrown);
    await needs.store.settle(id, { delivered: false, failure, ...retry });
  }
}

async function post(needs: WebhookSenderNeeds, agent: Agent, delivery: DueDelivery, over: AbortSignal) {
  const { id, event, payload, url, secretCipher } = delivery;
  checkLiteral(new URL(url), needs.addresses);
  const body = JSON.stringify(payload);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const { statusCode, body: answer } = await request(url, {
    ...{ dispatcher: agent, method: 'POST', body, signal: AbortSignal.any([over, AbortSignal.timeout(timeoutMs)]) },
    headers: {
      ...{ 'content-type': 'application/json', 'user-agent': 'damselfly' },
      ...{ 'x-damselfly-event': event, 'x-damselfly-delivery': id, 'x-damselfly-timestamp': timestamp },
      'x-damselfly-signature': signatureOf(needs.sealer.open(secretCipher, webhookPurpose), timestamp, body),
    },
  });
  await answer.dump({ limit: 65_536 });
  return statusCode;
}

function codeOf(thrown: unknown): string {
  if (thrown instanceof Error && thrown.name === 'TimeoutError') return 'no answer in time';
  return thrown instanceof Error && 'code' in thrown ? `no connection (${String(thrown.code)})` : 'no connection';
}
