/** 32 letters and digits that are hard to confuse, five bits each: twenty of them are 100 bits. */
const letters = 'abcdefghijkmnpqrstuvwxyz23456789';

/** Random bytes as a password that a person can copy from a screen, in groups of five. */
export function readablePassword(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => letters[byte & 31] ?? '').join('');
  return text.match(/.{5}/g)?.join('-') ?? text;
}
