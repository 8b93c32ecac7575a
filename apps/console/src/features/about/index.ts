export { AboutView } from './about-view.tsx';
export { aboutMessages } from './messages.ts';
