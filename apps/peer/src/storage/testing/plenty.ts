/** A disk with room, so that no test depends on how full the machine's is. */
export const plenty = async () => ({ totalBytes: 1e12, availableBytes: 9e11 });
