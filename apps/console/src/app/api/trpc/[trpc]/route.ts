import { manager } from '../../../../server/entry.ts';

export const dynamic = 'force-dynamic';

const handle = (request: Request): Promise<Response> => manager().trpc(request);

export { handle as GET, handle as POST };
