'use client';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { MenuContent, MenuLabel, MenuRadioGroup, MenuRadioItem } from '../../ui/menu-content.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useFailureText, useTRPCClient } from '../connection/index.ts';
import { sessionMessages } from './messages.ts';

interface TenantMenuProps {
  readonly current: string;
  readonly tenants: readonly { readonly id: string; readonly name: string }[];
}

/** The tenants that one may enter. */
export function TenantMenu({ current, tenants }: TenantMenuProps) {
  const t = useMessages(sessionMessages).tenant;
  const failureText = useFailureText();
  const client = useTRPCClient();
  const toast = useToast();
  const enter = async (tenantId: string) => {
    try {
      await client.session.switchTenant.mutate({ tenantId });
      // Everything on the page belongs to the tenant before: load it anew.
      window.location.assign('/');
    } catch (thrown) {
      toast({ title: t.unchanged, detail: failureText(thrown), tone: 'failed' });
    }
  };
  return (
    <MenuContent align="start">
      <MenuLabel>{t.label}</MenuLabel>
      <MenuRadioGroup value={current} onValueChange={(tenantId) => void enter(tenantId)}>
        {tenants.map(({ id, name }) => (
          <MenuRadioItem key={id} value={id}>
            <span className="truncate">{name}</span>
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </MenuContent>
  );
}
