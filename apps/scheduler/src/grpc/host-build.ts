import type { common } from '@damselfly/proto';

/** What a host says of its machine and program, under the names that metrics have for it. */
export const buildOf = (host: common.Host): Readonly<Record<string, string>> => ({
  os: host.os,
  platform: host.platform,
  platform_family: host.platformFamily,
  platform_version: host.platformVersion,
  kernel_version: host.kernelVersion,
  git_version: host.build?.gitVersion ?? '',
  git_commit: host.build?.gitCommit ?? '',
  go_version: host.build?.goVersion ?? '',
  build_platform: host.build?.platform ?? '',
});
