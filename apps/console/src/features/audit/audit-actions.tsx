'use client';
import { useMutation } from '@tanstack/react-query';
import { Download, ShieldCheck } from 'lucide-react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuContent, MenuItem, MenuTrigger } from '../../ui/menu.tsx';
import { useToast } from '../../ui/toast.tsx';
import { TwinButton } from '../../ui/twin.tsx';
import { curlOf } from '../../ui/twin-text.ts';
import { useFailureText, useTRPCClient } from '../connection/index.ts';
import { type AuditFilter, exportHref } from './audit-query.ts';
import { auditMessages } from './messages.ts';

/** The log as a file, and the proof that nobody changed the past. */
export function AuditActions({ filter }: { readonly filter: AuditFilter }) {
  const t = useMessages(auditMessages);
  return (
    <>
      <TwinButton
        action={t.exportTwin}
        twin={{ curl: curlOf({ method: 'GET', path: exportHref(filter, 'json-lines') }, originOf()) }}
      />
      <VerifyButton />
      <Menu>
        <MenuTrigger asChild>
          <Button>
            <Download aria-hidden />
            {t.export}
          </Button>
        </MenuTrigger>
        <MenuContent align="end">
          {(['csv', 'json-lines'] as const).map((form) => (
            <MenuItem key={form} asChild>
              <a href={exportHref(filter, form)} download>
                {form === 'csv' ? t.csv : t.jsonLines}
              </a>
            </MenuItem>
          ))}
        </MenuContent>
      </Menu>
    </>
  );
}

const originOf = () => (typeof window === 'undefined' ? '' : window.location.origin);

function VerifyButton() {
  const t = useMessages(auditMessages);
  const format = useFormat();
  const client = useTRPCClient();
  const toast = useToast();
  const textOf = useFailureText();
  const verify = useMutation({
    mutationFn: () => client.audit.verify.query(),
    onSuccess: ({ intact, checked, brokenAt }) =>
      toast(
        intact
          ? { title: t.intact(checked, format.number(checked)) }
          : {
              ...{ title: t.broken, tone: 'failed' },
              detail: brokenAt === undefined ? t.brokenEnd : t.brokenAt(String(brokenAt)),
            },
      ),
    onError: (error) => toast({ title: t.notVerified, detail: textOf(error), tone: 'failed' }),
  });
  return (
    <Button disabled={verify.isPending} onClick={() => verify.mutate()}>
      <ShieldCheck aria-hidden />
      {verify.isPending ? t.verifying : t.verify}
    </Button>
  );
}
