import type { DownloadWish } from '@damselfly/sdk';
import type { DfgetOptions } from './dfget-options.ts';

/** What the command line asks for, as the daemon is asked. */
export const wishOf = ({ access, ...options }: DfgetOptions): DownloadWish => ({
  ...options,
  ...access,
  output: undefined,
  hardLink: options.forceHardLink,
});
