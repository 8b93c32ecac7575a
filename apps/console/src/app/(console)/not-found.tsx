import { Compass } from 'lucide-react';
import { requestMessages } from '../../i18n/request-locale.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Link } from '../../ui/link.tsx';
import { appMessages } from '../messages.ts';

export default async function NotFound() {
  const t = (await requestMessages(appMessages)).notFound;
  return (
    <div className="grid flex-1 place-items-center pb-[10vh]">
      <EmptyState
        icon={Compass}
        heading="h1"
        title={t.title}
        action={
          <Button asChild>
            <Link href="/">{t.action}</Link>
          </Button>
        }
      >
        {t.why}
      </EmptyState>
    </div>
  );
}
