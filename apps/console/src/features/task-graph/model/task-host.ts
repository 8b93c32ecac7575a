/** The host of a task's source as people read it: `models.example.com`; the scheme where there is no host. */
export function taskHost(url: string | undefined): string {
  if (url === undefined || !URL.canParse(url)) return '';
  const { host, protocol } = new URL(url);
  return host === '' ? protocol.replace(':', '') : host;
}

/** The last part of a task's path: what people call the file. */
export function taskFileName(url: string | undefined): string {
  if (url === undefined || !URL.canParse(url)) return url ?? '';
  const { pathname, host } = new URL(url);
  const last = pathname.split('/').findLast((part) => part !== '');
  return last === undefined ? host : decodeSafely(last);
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (thrown) {
    if (thrown instanceof URIError) return text;
    throw thrown;
  }
}
