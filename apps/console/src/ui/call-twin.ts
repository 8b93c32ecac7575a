import type { Twin } from './twin.tsx';
import { type ApiCall, curlOf, yamlOf } from './twin-text.ts';

/** A call of this console's API as a curl command, and what it sends as YAML. For pages: on the server it has no address. */
export function callTwin(call: ApiCall): Twin {
  const origin = typeof window === 'undefined' ? '' : window.location.origin;
  return { curl: curlOf(call, origin), ...(call.body !== undefined && { yaml: yamlOf(call.body) }) };
}
