import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { clientOf } from '../../../../server/client-address.ts';
import { authOptions } from './options.ts';

export const dynamic = 'force-dynamic';

const handle = async (request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> =>
  NextAuth(request, context, await authOptions(clientOf((name) => request.headers.get(name))));

export { handle as GET, handle as POST };
