export { aboutMessages } from './messages.ts';
