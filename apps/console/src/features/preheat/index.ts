export { preheatMessages } from './messages.ts';
export { NewPreheat } from './new-preheat.tsx';
export { NewPreheatLink } from './new-preheat-link.tsx';
export { toneOf as jobTones } from './preheat.ts';
export { PreheatList } from './preheat-list.tsx';
export { PreheatView } from './preheat-view.tsx';
