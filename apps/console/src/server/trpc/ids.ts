export { description, rowId } from '../domain/ids.ts';
