import { Gauge, type Log, type Registry } from '@damselfly/core/node';
import { diskSpaceOf } from '../storage/disk-space.ts';
import { version } from '../version.ts';

/** The program's version, and how full the disk of its pieces is, looked up when somebody asks. */
export function hostMetrics(registry: Registry, storageDir: string, log: Log): void {
  const registers = [registry];
  const prefix = 'dragonfly_client';
  new Gauge({
    name: `${prefix}_version`,
    help: 'Version of this daemon; the value is always 1.',
    labelNames: ['git_version', 'platform'],
    registers,
  }).set({ git_version: version, platform: `${process.platform}/${process.arch}` }, 1);
  const used = new Gauge({ name: `${prefix}_disk_usage_space_total`, help: 'Bytes taken on that disk.', registers });
  new Gauge({
    name: `${prefix}_disk_space_total`,
    help: 'Bytes of the disk on which pieces are kept.',
    registers,
    async collect() {
      try {
        const { totalBytes, availableBytes } = await diskSpaceOf(storageDir);
        this.set(totalBytes);
        used.set(totalBytes - availableBytes);
      } catch (err) {
        log.warn({ err, storageDir }, 'the disk of the pieces cannot be looked at');
      }
    },
  });
}
