import { expect, test } from 'vitest';
import { networks, senderOf } from './forwarded.ts';

const trusted = networks(['10.0.0.0/8', 'fd00::/8']);
const ip = (peer: string, forwardedFor?: string) =>
  senderOf(peer, forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor }, trusted).ip;

test.each([
  ['a stranger is who connects, whatever they claim', '8.8.8.8', '1.1.1.1', '8.8.8.8'],
  ['a trusted proxy is believed', '10.0.0.1', '1.1.1.1', '1.1.1.1'],
  ['of several hops the last that is not trusted counts', '10.0.0.1', '9.9.9.9, 1.1.1.1, 10.2.2.2', '1.1.1.1'],
  ['what stands left of nonsense says nothing', '10.0.0.1', '1.1.1.1, nonsense, 10.2.2.2', '10.2.2.2'],
  ['with trusted hops only it is the first of them', '10.0.0.1', '10.3.3.3, 10.2.2.2', '10.3.3.3'],
  ['a proxy that says nothing is the sender', '10.0.0.1', undefined, '10.0.0.1'],
  ['ports do not matter', '10.0.0.1', '1.1.1.1:5123', '1.1.1.1'],
  ['IPv6 with brackets is read', 'fd00::1', '[2001:db8::7]:443', '2001:db8::7'],
  ['an IPv4 address within IPv6 is the IPv4 address', '::ffff:10.0.0.1', '1.1.1.1', '1.1.1.1'],
])('%s', (_, peer, forwardedFor, expected) => {
  expect(ip(peer, forwardedFor)).toBe(expected);
});

test('the protocol counts from a trusted proxy only, and nobody behind reads these headers again', () => {
  const headers = () => ({ 'x-forwarded-proto': 'http, https', 'x-forwarded-host': 'evil', 'x-real-ip': '1.1.1.1' });
  const believed = headers();
  expect(senderOf('10.0.0.1', believed, trusted)).toEqual({ ip: '10.0.0.1', protocol: 'https' });
  expect(believed).toEqual({});
  expect(senderOf('8.8.8.8', headers(), trusted)).toEqual({ ip: '8.8.8.8' });
});

test('without configured networks nobody is trusted', () => {
  const headers = { 'x-forwarded-for': '1.1.1.1' };
  expect(senderOf('127.0.0.1', headers, networks([]))).toEqual({ ip: '127.0.0.1' });
});
