import { buildAll } from '../build/build.ts';

/** `npm run build`: everything that has changed. */
export async function run(): Promise<number> {
  await buildAll((sentence) => console.error(sentence));
  return 0;
}
