'use client';
import { useQuery } from '@tanstack/react-query';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Dialog, DialogContent } from '../../ui/dialog.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { LoadProblem, useTRPC } from '../connection/index.ts';
import { webhookMessages } from './messages.ts';
import { type Delivery, hookEvents, toneOf, type Webhook } from './webhook.ts';

const refreshMs = 3000;

/** What was sent to a webhook, and what became of it. */
export function Deliveries({ webhook, onClose }: { readonly webhook: Webhook; readonly onClose: () => void }) {
  const t = useMessages(webhookMessages);
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(
    trpc.webhooks.deliveries.queryOptions({ id: webhook.id }, { refetchInterval: refreshMs }),
  );
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={t.deliveries.title(webhook.name)} place="right">
        <div className="px-5 pb-6">
          <p className="mb-4 text-muted text-sm">{data?.length === 0 ? t.deliveries.none : t.deliveries.note}</p>
          {data === undefined && error === null && <SkeletonRows rows={5} />}
          {data === undefined && error !== null && (
            <LoadProblem what={t.theDeliveries} error={error} onRetry={() => void refetch()} />
          )}
          <ul className="flex flex-col">
            {data?.map((delivery) => (
              <DeliveryLine key={delivery.id} delivery={delivery} />
            ))}
          </ul>
        </div>
      </DialogContent>
    </Dialog>
  );
}

function DeliveryLine({ delivery }: { readonly delivery: Delivery }) {
  const { deliveries: t, events } = useMessages(webhookMessages);
  const format = useFormat();
  const event = hookEvents.find((known) => known === delivery.event);
  const facts = [
    t.attempts(delivery.attempts),
    delivery.statusCode === null ? '' : t.status(delivery.statusCode),
    delivery.state === 'pending' ? `${t.next} ${format.clock(delivery.nextAttemptAt.getTime())}` : '',
  ].filter(Boolean);
  return (
    <li className="border-line border-t">
      <details className="group">
        <summary className="flex cursor-pointer list-none flex-wrap items-center gap-x-3 gap-y-1 rounded-sm py-2.5">
          <StatePill tone={toneOf[delivery.state]} label={t.states[delivery.state]} />
          <span className="min-w-0 flex-1 truncate font-medium text-sm">
            {event === undefined ? delivery.event : events[event]}
          </span>
          <span className="text-muted text-xs">
            <RelativeTime atMs={delivery.createdAt.getTime()} />
          </span>
          <span className="w-full text-muted text-xs [overflow-wrap:anywhere]">
            {facts.join(' · ')}
            {delivery.failure !== '' && <span className="block text-failed-text">{delivery.failure}</span>}
          </span>
        </summary>
        <CodeBlock label={t.payload} code={JSON.stringify(delivery.payload, null, 2)} className="mb-3" />
      </details>
    </li>
  );
}
