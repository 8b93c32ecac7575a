/** Radius of a peer, half the side of a seed, and the width of a ring, in world units. */
export const peerRadius = 20;
export const seedRadius = 25;
export const ringWidth = 4;

/** Edge width by rate class in pixels, from a zoom of 0.6 on. */
export const edgeWidths = [0.75, 1, 1.5, 2.1, 2.8] as const;

/** Steps a progress ring is drawn in. */
export const progressSteps = 40;

/** Zoom at which a small swarm stops growing when fitted. */
export const largestFit = 1.45;
export const largestZoom = 4;

/** Half the height of the origin's chip, in world units. */
export const originHalfHeight = 19;

/** Room the level names take at the left, in pixels; none on narrow screens. */
export const gutterFor = (width: number): number => (width < 640 ? 0 : 104);
