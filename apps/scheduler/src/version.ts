/** Version of the scheduler. */
export const version = '0.1.0';
