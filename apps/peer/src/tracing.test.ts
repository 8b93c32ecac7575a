import { silentLog, startTracing, tracingConfig } from '@damselfly/core/node';
import { traceSink } from '@damselfly/core/testing';
import { common, serverStreamCall } from '@damselfly/proto';
import { Metadata } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { fetchFile } from './testing/fetch.ts';
import { sampleBytes, startOrigin } from './testing/origin.ts';
import { startTestPeer } from './testing/peer.ts';
import { startScriptedScheduler } from './testing/scripted-scheduler.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${traceId}-b7ad6b7169203331-01`;

test("a caller's trace goes on through scheduler, parents and source, and through the proxy", async () => {
  await using sink = await traceSink();
  const config = tracingConfig.parse({ endpoint: sink.endpoint });
  const stop = await startTracing({ config, service: 'peer', version: '1', log: silentLog() });
  const origin = await startOrigin(sampleBytes(9 * 2 ** 20));
  const scheduler = await startScriptedScheduler();
  const settings = { scheduler: { addrs: [scheduler.address] } };
  const [seed, peer] = await Promise.all([startTestPeer('seed', settings), startTestPeer('peer', settings)]);
  try {
    await expect.poll(() => scheduler.hosts.size).toBe(2);
    await fetchFile(seed, origin.url);
    const metadata = new Metadata();
    metadata.set('traceparent', traceparent);
    const download = common.Download.fromPartial({ url: origin.url });
    for await (const _ of serverStreamCall(peer.client.downloadTask.bind(peer.client), { download }, { metadata }));
    const proxied = { 'x-dragonfly-registry': new URL(origin.url).origin, traceparent };
    await (await fetch(`http://${peer.proxy}/plain`, { headers: proxied })).arrayBuffer();
    const passedOn = origin.requests.at(-1)?.header.traceparent;
    expect(passedOn).toMatch(new RegExp(`^00-${traceId}-`));
    expect(passedOn).not.toBe(traceparent);
    await Promise.all([seed.stop(), peer.stop()]);
    const mine = () =>
      sink.spans.filter((span) => span.traceId === traceId).map((span) => sink.pathOf(span).join(' > '));
    const call = 'dfdaemon.v2.DfdaemonDownload/DownloadTask';
    await expect
      .poll(mine)
      .toEqual(
        expect.arrayContaining([
          expect.stringMatching(`${call} > download$`),
          expect.stringMatching('download > source STAT$'),
          expect.stringMatching('download > scheduler.v2.Scheduler/AnnouncePeer'),
          expect.stringMatching(
            'download > dfdaemon.v2.DfdaemonUpload/SyncPieces > dfdaemon.v2.DfdaemonUpload/SyncPieces$',
          ),
          expect.stringMatching('download > piece$'),
          expect.stringMatching('^proxy GET$'),
        ]),
      );
    expect(mine().filter((path) => path.endsWith('download > piece'))).toHaveLength(3);
  } finally {
    await Promise.all([seed.stop(), peer.stop()]);
    await scheduler.kill();
    await origin.close();
    await stop();
  }
});
