import { expect, test } from 'vitest';
import { isAllowedAddress, strictAddresses } from './address-guard.ts';

const all = { allowLoopback: true, allowPrivate: true };

test.each([
  '169.254.169.254',
  '::ffff:169.254.169.254',
  'fe80::1',
  'fd00:ec2::254',
  '0.0.0.0',
  '::',
  '224.0.0.1',
  'no-ip',
])('%s is never asked', (ip) => expect(isAllowedAddress(ip, all)).toBe(false));

test.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('%s is loopback', (ip) => {
  expect(isAllowedAddress(ip, all)).toBe(true);
  expect(isAllowedAddress(ip, { ...all, allowLoopback: false })).toBe(false);
});

test.each(['10.1.2.3', '192.168.0.1', '172.31.0.1', '::ffff:10.0.0.1', 'fd12::1'])('%s is private', (ip) => {
  expect(isAllowedAddress(ip, all)).toBe(true);
  expect(isAllowedAddress(ip, { ...all, allowPrivate: false })).toBe(false);
});

test.each(['1.1.1.1', '2606:4700::1111'])('%s is public', (ip) =>
  expect(isAllowedAddress(ip, strictAddresses)).toBe(true),
);
