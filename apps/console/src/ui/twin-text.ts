/** A call of the console's REST API. */
export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From the root: `/api/v2/jobs`. */
  readonly path: string;
  readonly body?: unknown;
}

/** The curl command of a call. The token stays in the reader's environment, where no history keeps it. */
export function curlOf({ method, path, body }: ApiCall, origin: string): string {
  const url = origin + path;
  const lines = [
    `curl -X ${method} ${/[&?*]/.test(url) ? `'${url}'` : url}`,
    `-H "Authorization: Bearer $DAMSELFLY_TOKEN"`,
  ];
  if (body !== undefined) {
    lines.push('-H "Content-Type: application/json"', `-d '${JSON.stringify(body).replaceAll("'", `'\\''`)}'`);
  }
  return lines.join(' \\\n  ');
}

/** Plain data as YAML, in the order it comes; what is undefined is left out. */
export const yamlOf = (value: unknown): string => block(value, '').join('\n');

function block(value: unknown, indent: string): string[] {
  if (Array.isArray(value)) {
    if (value.length === 0) return [`${indent}[]`];
    return value.flatMap((item: unknown) => {
      const [first = '', ...rest] = block(item, `${indent}  `);
      return [`${indent}- ${first.trimStart()}`, ...rest];
    });
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    if (entries.length === 0) return [`${indent}{}`];
    return entries.flatMap(([key, inner]) => {
      const lines = block(inner, `${indent}  `);
      const [only = ''] = lines;
      const inline = lines.length === 1 && !isFilled(inner);
      return inline ? [`${indent}${key}: ${only.trimStart()}`] : [`${indent}${key}:`, ...lines];
    });
  }
  return [indent + scalar(value)];
}

const isFilled = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

/** Texts that stand without quotes and cannot be read as anything else. */
const plain = /^[A-Za-z/][\w./@-]*(?: [\w./@-]+)*$/;
const otherwise = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

function scalar(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value) ?? 'null';
  return plain.test(value) && !otherwise.test(value) ? value : JSON.stringify(value);
}
