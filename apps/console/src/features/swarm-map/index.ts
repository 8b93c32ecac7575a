export { mapHref } from './map-href.ts';
export { mapMessages } from './messages.ts';
export { SwarmMapView } from './swarm-map-view.tsx';
