import { Compass } from 'lucide-react';
import Link from 'next/link';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

export default function NotFound() {
  return (
    <div className="grid flex-1 place-items-center pb-[10vh]">
      <EmptyState
        icon={Compass}
        heading="h1"
        title="There is no such page"
        action={
          <Button asChild>
            <Link href="/">Go to the overview</Link>
          </Button>
        }
      >
        The address may be mistyped, or what it named is gone.
      </EmptyState>
    </div>
  );
}
