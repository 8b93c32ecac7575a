// This floor knows no platform. The shared core's URL functions, which its entry also exports, need these two.
interface URL {
  search: string;
  readonly pathname: string;
  readonly searchParams: Iterable<[string, string]>;
}
declare const URL: { new (url: string): URL };
declare const URLSearchParams: { new (pairs: [string, string][]): object };
