import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** Whom the issuer signs in, and what goes wrong on purpose. */
export interface IssuerPlan {
  claims: Record<string, unknown>;
  /** Puts another nonce into the token than was asked for. */
  wrongNonce?: boolean;
  /** Signs with a key nobody knows. */
  wrongKey?: boolean;
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A small OpenID Connect provider: code flow with PKCE, RS256, one client. */
export async function startIssuer({ clientId, clientSecret }: { clientId: string; clientSecret: string }) {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const otherKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const codes = new Map<string, { challenge: string; nonce: string; redirectUri: string }>();
  const plan: IssuerPlan = { claims: { sub: 'subject-1' } };
  let issuer = '';
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', issuer);
    const json = (body: unknown, status = 200) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (url.pathname === '/.well-known/openid-configuration') {
      return json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      });
    }
    if (url.pathname === '/keys') {
      return json({ keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] });
    }
    if (url.pathname === '/authorize') {
      const { searchParams: asked } = url;
      const code = randomUUID();
      const redirectUri = asked.get('redirect_uri') ?? '';
      codes.set(code, { challenge: asked.get('code_challenge') ?? '', nonce: asked.get('nonce') ?? '', redirectUri });
      const back = new URL(redirectUri);
      back.search = new URLSearchParams({ code, state: asked.get('state') ?? '' }).toString();
      return response.writeHead(302, { location: back.href }).end();
    }
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const form = new URLSearchParams(body);
    const known = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    if (request.headers.authorization !== basic || known?.challenge !== proof) {
      return json({ error: 'invalid_grant' }, 400);
    }
    const nowS = Math.floor(Date.now() / 1000);
    const nonce = plan.wrongNonce ? 'another' : known.nonce;
    const claims = { iss: issuer, aud: clientId, iat: nowS, exp: nowS + 300, nonce, ...plan.claims };
    const head = `${encoded({ alg: 'RS256', kid: 'one' })}.${encoded(claims)}`;
    const key = plan.wrongKey ? otherKeys.privateKey : keys.privateKey;
    const signature = sign('sha256', Buffer.from(head), key).toString('base64url');
    return json({ access_token: 'a', token_type: 'Bearer', expires_in: 300, id_token: `${head}.${signature}` });
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  issuer = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    issuer,
    plan,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Issuer = Awaited<ReturnType<typeof startIssuer>>;
