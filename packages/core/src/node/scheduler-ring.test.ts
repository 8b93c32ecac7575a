import { expect, test } from 'vitest';
import { taskId } from '../ids.ts';
import { addressPoint, schedulersFor } from './scheduler-ring.ts';

const first = { ip: '10.0.0.1', port: 8002 };
const second = { ip: '10.0.0.2', port: 8002 };
const third = { ip: '192.168.1.10', port: 8002 };

test.each([
  [first, 0x9948a09af7ec8deen],
  [second, 0x3c5a35daa4177512n],
  [third, 0x66bb86f995f476can],
])('an address stands where Rust peers put it', (address, point) => {
  expect(addressPoint(address)).toBe(point);
});

test('a task goes to the next point on the ring, then round it', () => {
  expect(schedulersFor(taskId('ffffe00'), [first, second, third])).toEqual([second, third, first]);
  expect(schedulersFor(taskId('01234ab'), [first, second, third])).toEqual([first, second, third]);
  expect(schedulersFor(taskId('abcde99'), [third, second, first])).toEqual([second, third, first]);
});

test('only the first five characters of a task count', () => {
  const all = [first, second, third];
  expect(schedulersFor(taskId('01234aaaa'), all)).toEqual(schedulersFor(taskId('01234bbbb'), all));
});

test('IPv6 and names have places too, apart from each other', () => {
  const points = [
    { ip: '::1', port: 8002 },
    { ip: '2001:db8::7', port: 8002 },
    { ip: 'localhost', port: 8002 },
  ].map(addressPoint);
  expect(new Set(points).size).toBe(3);
});
