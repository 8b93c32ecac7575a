/** What a registry's URL names: the repository with its tag, or with its digest, as `docker pull` takes it. */
export interface TaskImage {
  readonly image: string;
  readonly digest: string;
}

const none: TaskImage = { image: '', digest: '' };
const path = /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/;

/** Reads the image and digest out of a task's URL; both empty when it is no registry's. */
export function taskImage(url: string): TaskImage {
  if (!URL.canParse(url)) return none;
  const { host, pathname } = new URL(url);
  const [, repository, , reference = ''] = path.exec(pathname) ?? [];
  if (repository === undefined) return none;
  const isDigest = reference.includes(':');
  return {
    image: `${host}/${repository}${isDigest ? `@${reference}` : `:${reference}`}`,
    digest: isDigest ? reference : '',
  };
}
