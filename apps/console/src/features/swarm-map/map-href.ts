/** The map of a cluster. */
export const mapHref = (cluster: number): `/clusters/${number}/map` => `/clusters/${cluster}/map`;
