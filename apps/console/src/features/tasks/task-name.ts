/** What people call a task, and where it comes from. */
export interface TaskName {
  readonly name: string;
  /** Host and folder, without the scheme. */
  readonly place: string;
}

const blob = /^\/v2\/(.+)\/(?:blobs|manifests)\/(?:sha256:)?([0-9a-f]{12,}|[^/]+)$/;

/** The file at the end of a URL; for a layer of an image, the repository and the start of its digest. */
export function taskName(url: string): TaskName {
  if (!URL.canParse(url)) return { name: url === '' ? '–' : url, place: '' };
  const { host, pathname, protocol } = new URL(url);
  const layer = blob.exec(pathname);
  if (layer !== null) return { name: `${layer[1]}@${(layer[2] ?? '').slice(0, 12)}`, place: host };
  const parts = pathname.split('/').filter((part) => part !== '');
  const name = readable(parts.at(-1) ?? '');
  const folder = parts.slice(0, -1).map(readable).join('/');
  const place = host === '' ? protocol.replace(':', '') : host;
  if (name === '') return { name: place, place: '' };
  return { name, place: folder === '' ? place : `${place}/${folder}` };
}

function readable(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    // A stray percent sign is a name as good as any.
    if (error instanceof URIError) return part;
    throw error;
  }
}
