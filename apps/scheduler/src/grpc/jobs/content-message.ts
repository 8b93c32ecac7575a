import { type common, jobs } from '@damselfly/proto';

/** The fields that Dragonfly's four calls share, as far as each has them. */
interface ContentFields {
  readonly pieceLength?: bigint | undefined;
  readonly tag?: string | undefined;
  readonly application?: string | undefined;
  readonly filteredQueryParams: string[];
  readonly header: { [key: string]: string };
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly platform?: string | undefined;
  readonly certificateChain: Buffer[];
  readonly insecureSkipVerify: boolean;
  readonly objectStorage?: common.ObjectStorage | undefined;
  readonly hdfs?: common.HDFS | undefined;
}

/** Dragonfly's request as content of a job: one file or folder, or the manifest of an image. */
export function contentMessage(request: ContentFields, what: { url: string } | { image: string }): jobs.Content {
  const { pieceLength, tag, application, filteredQueryParams, header, certificateChain, insecureSkipVerify } = request;
  return {
    ...jobs.Content.fromPartial({}),
    urls: 'url' in what && what.url !== '' ? [what.url] : [],
    image: 'image' in what ? what.image : '',
    platform: request.platform ?? '',
    username: request.username ?? '',
    password: request.password ?? '',
    objectStorage: request.objectStorage,
    hdfs: request.hdfs,
    ...{ pieceLength, tag, application, filteredQueryParams, header, certificateChain, insecureSkipVerify },
  };
}
