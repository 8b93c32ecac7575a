import { manager } from '../../../server/entry.ts';

export const dynamic = 'force-dynamic';

export default function Page() {
  return <p>{`instance=${manager().about().instance};`}</p>;
}
