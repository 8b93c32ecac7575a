'use client';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { StatePill, type StateTone } from '../../ui/state-pill.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import type { MemberHealth } from './member.ts';
import { memberMessages } from './messages.ts';

const tones: Readonly<Record<MemberHealth, StateTone>> = {
  telling: 'done',
  active: 'done',
  silent: 'origin',
  inactive: 'inactive',
};

/** How a member stands, and what that means. */
export function HealthPill({ health }: { readonly health: MemberHealth }) {
  const t = useMessages(memberMessages);
  return (
    <Tooltip text={t.healthWhy[health]}>
      <StatePill tone={tones[health]} label={t.health[health]} />
    </Tooltip>
  );
}
