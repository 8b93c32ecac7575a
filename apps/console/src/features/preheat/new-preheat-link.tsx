'use client';
import { Plus } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Link } from '../../ui/link.tsx';
import { preheatMessages } from './messages.ts';

/** Leads to the form. */
export function NewPreheatLink() {
  const t = useMessages(preheatMessages);
  return (
    <Button look="primary" asChild>
      <Link href="/preheat/new">
        <Plus aria-hidden />
        {t.create}
      </Link>
    </Button>
  );
}
