/** Version of the peer's programs. */
export const version = '0.1.0';
