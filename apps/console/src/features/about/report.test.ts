import { expect, test } from 'vitest';
import { reportOf } from './report.ts';

const about = {
  ...{ version: '0.1.0', instance: 'abc', startedAtMs: 0, url: 'http://10.0.0.7:8080', grpc: '10.0.0.7:65003' },
  ...{ dfget: 'dfget', sampleUrl: undefined },
};
const facts = {
  database: {
    ...{ version: '17.2', sizeBytes: 1, migrations: 9, newestMigration: 'quotas' },
    kind: 'embedded' as const,
  },
  process: { nodeVersion: 'v20.1.0', platform: 'linux/x64', uptimeSeconds: 61.4, memoryBytes: 1, cpuShare: 0.1 },
  activeSchedulers: 2,
  openJobs: undefined,
};

test('a report says versions, and no address', () => {
  const report = reportOf(about, facts);
  expect(report).toContain('node v20.1.0 on linux/x64, up 61 s');
  expect(report).toContain('postgresql 17.2 (embedded), 9 migrations, newest quotas');
  expect(report).not.toContain('10.0.0.7');
  expect(reportOf(about, undefined)).toBe('damselfly 0.1.0');
});
