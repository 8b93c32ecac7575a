export { Frame } from './frame.tsx';
export { Look } from './look.tsx';
