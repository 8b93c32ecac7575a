export { mapHref } from './map-href.ts';
export { mapMessages } from './messages.ts';
