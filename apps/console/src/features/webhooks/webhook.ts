import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';
import type { StateTone } from '../../ui/state-pill.tsx';
import { curlOf, yamlOf } from '../../ui/twin-text.ts';

type Webhooks = inferRouterOutputs<AppRouter>['webhooks'];
export type Webhook = Webhooks['list'][number];
export type Delivery = Webhooks['deliveries'][number];
export type WebhookFields = inferRouterInputs<AppRouter>['webhooks']['create'];
export type HookEvent = NonNullable<WebhookFields['events']>[number];

export const hookEvents: readonly HookEvent[] = ['job.succeeded', 'job.partial', 'job.failed', 'job.cancelled'];

export const toneOf: Readonly<Record<Delivery['state'], StateTone>> = {
  pending: 'waiting',
  delivered: 'done',
  failed: 'failed',
};

/** The events a webhook hears of; none chosen means all of them, also those to come. */
export const heard = (events: readonly string[]): readonly HookEvent[] =>
  events.length === 0 ? hookEvents : hookEvents.filter((event) => events.includes(event));

/** The same by the API; a secret that was typed is left to the reader. `id` is the webhook that changes. */
export function webhookTwin({ secret, ...fields }: WebhookFields, origin: string, id?: number) {
  const body = { ...fields, ...(secret !== undefined && { secret: '…' }) };
  const path = '/api/v2/webhooks';
  return {
    curl: curlOf(
      id === undefined ? { method: 'POST', path, body } : { method: 'PATCH', path: `${path}/${id}`, body },
      origin,
    ),
    yaml: yamlOf(body),
  };
}
