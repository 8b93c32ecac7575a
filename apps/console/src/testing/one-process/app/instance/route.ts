import { manager } from '../../../../server/entry.ts';

export const dynamic = 'force-dynamic';

export const GET = () => new Response(`instance=${manager().about().instance};`);
