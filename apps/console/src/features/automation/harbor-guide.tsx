'use client';
import { type ReactNode, useState, useSyncExternalStore } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Link } from '../../ui/link.tsx';
import { uiMessages } from '../../ui/messages.ts';
import { PageHeader } from '../../ui/page-header.tsx';
import { PreheatNav } from '../preheat/index.ts';
import { HarborTest } from './harbor-test.tsx';
import { HarborToken } from './harbor-token.tsx';
import { automationMessages } from './messages.ts';

const extraAttributes = '{"scope":"all_peers"}';

/** How Harbor comes to preheat through this console, step by step, with a test at the end. */
export function HarborGuide() {
  const t = useMessages(automationMessages).harbor;
  const [token, setToken] = useState('');
  const origin = useOrigin();
  const { steps, fields } = t;
  return (
    <>
      <PageHeader title={t.title} note={t.note} />
      <PreheatNav />
      <ol className="flex flex-col gap-4">
        <Step number={1} title={steps.token} why={steps.tokenWhy}>
          <HarborToken onMade={setToken} />
        </Step>
        <Step number={2} title={steps.instance} why={steps.instanceWhy}>
          <dl className="divide-y divide-line rounded-md border border-line text-sm">
            <FormLine term={fields.provider} value="Dragonfly" />
            <FormLine term={fields.endpoint} value={origin} copies />
            <FormLine term={fields.auth} value={t.oauth} />
            <FormLine term={fields.secret} value={token === '' ? '…' : token} copies={token !== ''} />
          </dl>
        </Step>
        <Step number={3} title={steps.test} why={steps.testWhy}>
          <HarborTest token={token} onToken={setToken} />
        </Step>
        <Step number={4} title={steps.policy} why={steps.policyWhy}>
          <CodeBlock code={extraAttributes} label={fields.extra} />
        </Step>
        <Step number={5} title={steps.webhook} why={steps.webhookWhy}>
          <Button asChild className="self-start">
            <Link href="/preheat/triggers">{t.openTriggers}</Link>
          </Button>
        </Step>
      </ol>
    </>
  );
}

const noChange = () => () => undefined;
/** The address of this console as it is reached now; empty on the server. */
const useOrigin = () =>
  useSyncExternalStore(
    noChange,
    () => window.location.origin,
    () => '',
  );

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly why: string;
  readonly children: ReactNode;
}

function Step({ number, title, why, children }: StepProps) {
  return (
    <li>
      <Card className="grid gap-x-10 gap-y-4 p-4 sm:p-5 lg:grid-cols-[18rem_minmax(0,1fr)]">
        <header className="flex gap-3">
          <span
            aria-hidden
            className="grid size-6 shrink-0 place-items-center rounded-full border border-line bg-band font-medium text-xs tabular-nums"
          >
            {number}
          </span>
          <div>
            <h2 className="font-semibold text-sm leading-6">{title}</h2>
            <p className="mt-0.5 text-pretty text-muted text-sm">{why}</p>
          </div>
        </header>
        <div className="flex min-w-0 flex-col gap-4">{children}</div>
      </Card>
    </li>
  );
}

interface FormLineProps {
  readonly term: string;
  readonly value: string;
  readonly copies?: boolean;
}

/** A field of Harbor's form, with what belongs in it. */
function FormLine({ term, value, copies = false }: FormLineProps) {
  const t = useMessages(uiMessages);
  return (
    <div className="flex min-h-10 items-center gap-3 px-3">
      <dt className="w-28 shrink-0 text-muted">{term}</dt>
      <dd className="flex min-w-0 flex-1 items-center justify-between gap-2 font-mono text-xs [overflow-wrap:anywhere]">
        {value}
        {copies && <CopyButton text={value} label={t.copy(term)} />}
      </dd>
    </div>
  );
}
