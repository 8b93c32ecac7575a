'use client';
import { ArrowRight } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Link } from '../../ui/link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { useMay } from '../session/index.ts';
import { helpMessages } from './messages.ts';
import { topics } from './topics.ts';

/** Short answers, each with the way to the page where it is done. */
export function HelpView() {
  const t = useMessages(helpMessages);
  const may = useMay();
  return (
    <>
      <PageHeader title={t.title} note={t.note} />
      <div className="grid gap-4 lg:grid-cols-2">
        {topics.map(({ name, href, needs }) => (
          <Card
            key={name}
            id={name}
            aria-label={t.topics[name].title}
            className="flex scroll-mt-20 flex-col items-start gap-2 p-4 target:border-accent sm:p-5"
          >
            <h2 className="font-semibold text-sm">{t.topics[name].title}</h2>
            <p className="flex-1 text-pretty text-muted text-sm">{t.topics[name].text}</p>
            {may(needs) && (
              <Button asChild look="quiet" size="sm" className="-ml-2.5">
                <Link href={href}>
                  {t.open}
                  <ArrowRight aria-hidden />
                </Link>
              </Button>
            )}
          </Card>
        ))}
      </div>
    </>
  );
}
