const mask = 0xffff_ffff_ffff_ffffn;

/** SipHash-2-4 with a zero key: the default hash of Dragonfly's Rust client. Unsigned 64 bits. */
export function siphash24(input: Uint8Array): bigint {
  const state: State = [0x736f6d6570736575n, 0x646f72616e646f6dn, 0x6c7967656e657261n, 0x7465646279746573n];
  const whole = input.length - (input.length % 8);
  for (let at = 0; at < whole; at += 8) absorb(state, word(input.subarray(at, at + 8)));
  absorb(state, word(input.subarray(whole)) | (BigInt(input.length & 0xff) << 56n));
  state[2] ^= 0xffn;
  for (let round = 0; round < 4; round += 1) sipRound(state);
  return state[0] ^ state[1] ^ state[2] ^ state[3];
}

type State = [bigint, bigint, bigint, bigint];

/** Up to eight bytes, little-endian. */
function word(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function absorb(state: State, value: bigint): void {
  state[3] ^= value;
  sipRound(state);
  sipRound(state);
  state[0] ^= value;
}

function sipRound(v: State): void {
  v[0] = (v[0] + v[1]) & mask;
  v[1] = rotate(v[1], 13n) ^ v[0];
  v[0] = rotate(v[0], 32n);
  v[2] = (v[2] + v[3]) & mask;
  v[3] = rotate(v[3], 16n) ^ v[2];
  v[0] = (v[0] + v[3]) & mask;
  v[3] = rotate(v[3], 21n) ^ v[0];
  v[2] = (v[2] + v[1]) & mask;
  v[1] = rotate(v[1], 17n) ^ v[2];
  v[2] = rotate(v[2], 32n);
}

const rotate = (value: bigint, by: bigint): bigint => ((value << by) | (value >> (64n - by))) & mask;
