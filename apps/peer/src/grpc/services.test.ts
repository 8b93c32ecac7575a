import { createClient, health, unaryCall, unixAddress } from '@damselfly/proto';
import { Client, credentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestPeer, type TestPeer } from '../testing/peer.ts';

let peer: TestPeer;
beforeAll(async () => {
  peer = await startTestPeer('served');
});
afterAll(() => peer.stop());

const doors = () =>
  [
    ['for other hosts', peer.grpc, 'dfdaemon.v2.DfdaemonUpload'],
    ['for programs on this one', unixAddress(peer.socket), 'dfdaemon.v2.DfdaemonDownload'],
  ] as const;

test('both doors say that they serve, and name their services to tools', async () => {
  for (const [, address, service] of doors()) {
    const client = createClient(health.HealthClient, { address });
    for (const name of ['', service]) {
      const { status } = await unaryCall(client.check.bind(client), { service: name });
      expect(status).toBe(health.HealthCheckResponse_ServingStatus.SERVING);
    }
    client.close();
    expect(await listed(address)).toContain(service);
  }
});

/** What server reflection (v1) lists, asked on the bare wire: field 7 of the request is `list_services`. */
async function listed(address: string): Promise<string> {
  const client = new Client(address, credentials.createInsecure());
  const call = client.makeBidiStreamRequest(
    '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
    (bytes: Buffer) => bytes,
    (bytes: Buffer) => bytes.toString('latin1'),
  );
  try {
    call.write(Buffer.from([0x3a, 0x01, 0x2a]));
    call.end();
    let names = '';
    for await (const answer of call as AsyncIterable<string>) names += answer;
    return names;
  } finally {
    client.close();
  }
}
